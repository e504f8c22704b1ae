//! drift
/// The mean of the readings, NaN if there are none.
pub fn mean(readings: &[f64]) -> f64 {
    if readings.len() == 0 {
        return f64::NAN;
    }
    let mut total = 0.0;
    for i in 0..readings.len() {
        total = total + readings[i];
    }
    return total / (readings.len() as f64);
}

/// The mean of the second half of a run minus the mean of the first half.
pub fn drift(run: &[f64]) -> f64 {
    let half = run.len() / 2;
    let first: f64 = mean(&run[0..half]);
    let second: f64 = mean(&run[half..run.len()]);
    return second - first;
}
