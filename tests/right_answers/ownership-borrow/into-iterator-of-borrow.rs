//! The drift of a sensor, computed from a run of 80 MB without copying it.

use std::borrow::Borrow;

/// The mean of the readings, NaN if there are none.
pub fn mean<I>(readings: I) -> f64
where
    I: IntoIterator,
    I::Item: Borrow<f64>,
{
    let (mut total, mut count) = (0.0, 0.0);
    for reading in readings {
        total += reading.borrow();
        count += 1.0;
    }
    total / count
}
/// The mean of the second half of a run minus the mean of the first half.
pub fn drift(run: &[f64]) -> f64 {
    let half = run.len() / 2;
    let first = mean(&run[..half]);
    let second = mean(&run[half..]);
    second - first
}
