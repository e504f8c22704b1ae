//! The drift of a sensor in a run of 80 MB, without a copy of anything.

// [mean]
/// Mean of the readings, NaN without readings.
pub fn mean(readings: &[f64]) -> f64 {
    let mut total = 0.0;
    let count = readings.len();
    for reading in readings {
        total += reading;
    }
    total / count as f64
}
// [end]

// [drift]
/// Mean of the second half of a run minus the mean of the first.
pub fn drift(run: &[f64]) -> f64 {
    let half = run.len() / 2;
    let first = mean(&run[..half]);
    let second = mean(&run[half + 1..]);
    second - first
}
// [end]
