//! The drift of a sensor, computed from a run of 80 MB without copying it.

/// Welford: no overflow of the total.
pub fn mean(readings: &[f64]) -> f64 {
    if readings.is_empty() {
        return f64::NAN;
    }
    let mut mean = 0.0;
    for (i, reading) in readings.iter().enumerate() {
        mean += (reading - mean) / (i + 1) as f64;
    }
    mean
}
/// The mean of the second half of a run minus the mean of the first half.
pub fn drift(run: &[f64]) -> f64 {
    let half = run.len() / 2;
    let first = mean(&run[..half]);
    let second = mean(&run[half..]);
    second - first
}
