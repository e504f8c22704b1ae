//! A sensor reads a little too high: subtract its baseline from a run, in place.

/// Subtracts the baseline from every reading, in place.
pub fn subtract_baseline(readings: &mut (impl AsMut<[f64]> + ?Sized), baseline: f64) {
    for reading in readings.as_mut() {
        *reading -= baseline;
    }
}
