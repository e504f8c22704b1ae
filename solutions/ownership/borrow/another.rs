//! Another way: `split_at` returns two slices of the run.

// [mean]
/// The mean of the readings, NaN if there are none.
pub fn mean(readings: &[f64]) -> f64 {
    let mut total = 0.0;
    for &reading in readings {
        total += reading;
    }
    total / readings.len() as f64
}
// [end]

// [drift]
/// The mean of the second half of a run minus the mean of the first half.
pub fn drift(run: &[f64]) -> f64 {
    let (first, second) = run.split_at(run.len() / 2);
    mean(second) - mean(first)
}
// [end]
