//! The drift of a sensor, computed from a run of 80 MB without copying it.

/// Anything that can be seen as a slice.
pub fn mean<T: AsRef<[f64]>>(readings: T) -> f64 {
    let readings = readings.as_ref();
    let mut total = 0.0;
    for reading in readings {
        total += reading;
    }
    total / readings.len() as f64
}
/// The mean of the second half of a run minus the mean of the first half.
pub fn drift(run: &[f64]) -> f64 {
    let half = run.len() / 2;
    let first = mean(&run[..half]);
    let second = mean(&run[half..]);
    second - first
}
