//! A sensor reads a little too much: take its baseline off a run, in place.

// [mutate]
/// Subtract the baseline from every reading, in place.
pub fn subtract_baseline(readings: &mut [f64], baseline: f64) {
    for reading in &mut readings {
        *reading -= baseline;
    }
}
// [end]
