//! A sensor reads a little too high: subtract its baseline from a run, in place.

/// Subtracts the baseline from every reading, in place.
pub fn subtract_baseline(readings: &mut f64, baseline: f64) {
    // TODO: the caller's readings don't change. Take a mutable reference, and change
    // the reading itself.
    for reading in readings {
        *reading -= baseline;
    }
}
