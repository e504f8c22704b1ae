//! The drift of a sensor, computed from a run of 80 MB without copying it.

/// The mean of the readings, NaN if there are none.
pub fn mean(readings: &[f64]) -> f64 {
    readings.iter().sum() / readings.len() as f64
}
/// The mean of the second half of a run minus the mean of the first half.
pub fn drift(run: &[f64]) -> f64 {
    let half = run.len() / 2;
    let first = mean(&run[..half]);
    let second = mean(&run[half..]);
    second - first
}
