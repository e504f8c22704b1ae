//! Another way: the standard library cuts the run in two loans, and adds up.

// [mean]
/// Mean of the readings, NaN without readings.
pub fn mean(readings: &[f64]) -> f64 {
    readings.iter().sum::<f64>() / readings.len() as f64
}
// [end]

// [drift]
/// Mean of the second half of a run minus the mean of the first.
pub fn drift(run: &[f64]) -> f64 {
    let (first, second) = run.split_at(run.len() / 2);
    mean(second) - mean(first)
}
// [end]
