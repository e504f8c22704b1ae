//! A sensor reads a little too much: take its baseline off a run, in place.

/// Subtract the baseline from every reading, in place.
pub fn subtract_baseline(readings: &[f64], baseline: f64) {
    // TODO: the caller's readings stay as they are. Ask for a loan that allows changes,
    // and change the reading itself.
    for reading in readings {
        let mut corrected = *reading;
        corrected -= baseline;
    }
}
