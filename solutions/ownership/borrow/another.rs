//! Another way: the standard library cuts the run in two loans.

// [mean]
/// Mean of the readings, NaN without readings.
pub fn mean(readings: &[f64]) -> f64 {
    let mut total = 0.0;
    for &reading in readings {
        total += reading;
    }
    total / readings.len() as f64
}
// [end]

// [drift]
/// Mean of the second half of a run minus the mean of the first.
pub fn drift(run: &[f64]) -> f64 {
    let (first, second) = run.split_at(run.len() / 2);
    mean(second) - mean(first)
}
// [end]
