//! The drift of a sensor in a run of 80 MB, without a copy of anything.

/// Mean of the readings, NaN without readings.
pub fn mean(readings: Vec<f64>) -> f64 {
    // TODO 1: to be called, this function needs a list of its own, and it only looks.
    // Let it take what the tests lend: a whole run, an array, half a run.
    let mut total = 0.0;
    let count = readings.len();
    for reading in readings {
        total += reading;
    }
    total / count as f64
}

/// Mean of the second half of a run minus the mean of the first.
pub fn drift(run: &[f64]) -> f64 {
    let half = run.len() / 2;
    // TODO 2: each `.to_vec()` copies 40 MB.
    let first = mean(run[..half].to_vec());
    let second = mean(run[half..].to_vec());
    second - first
}
