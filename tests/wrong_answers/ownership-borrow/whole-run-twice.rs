//! The drift of a sensor, computed from a run of 80 MB without copying it.

/// The mean of the readings, NaN if there are none.
pub fn mean(readings: &[f64]) -> f64 {
    // TODO 1: this function only reads, but its parameter takes ownership.
    // Change the signature so that you can pass a whole run, an array, or half a run.
    let mut total = 0.0;
    let count = readings.len();
    for reading in readings {
        total += reading;
    }
    total / count as f64
}

/// The mean of the second half of a run minus the mean of the first half.
pub fn drift(run: &[f64]) -> f64 {
    let half = run.len() / 2;
    // TODO 2: each `.to_vec()` copies 40 MB.
    let first = mean(run);
    let second = mean(run);
    second - first
}
