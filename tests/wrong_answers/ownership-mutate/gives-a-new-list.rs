//! A sensor reads a little too much: take its baseline off a run, in place.

/// Subtract the baseline from every reading, in place.
pub fn subtract_baseline(readings: &[f64], baseline: f64) -> Vec<f64> {
    // TODO: the caller's readings stay as they are. Ask for a loan that allows changes,
    // and change the reading itself.
    let mut corrected = Vec::new();
    for reading in readings {
        corrected.push(reading - baseline);
    }
    corrected
}
