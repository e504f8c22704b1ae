//! A sensor reads a little too high: subtract its baseline from a run, in place.

/// Subtracts the baseline from every reading, in place.
pub fn subtract_baseline(readings: &mut [f64], baseline: f64) {
    for pair in readings.chunks_exact_mut(2) {
        pair[0] -= baseline;
        pair[1] -= baseline;
    }
}
