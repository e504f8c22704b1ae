//! The drift of a sensor, computed from a run of 80 MB without copying it.

/// The mean
pub fn mean(readings: &[f64]) -> f64 {
    let (total, count) = readings.iter().fold((0.0, 0), |(total, count), reading| {
        (total + reading, count + 1)
    });
    total / f64::from(count)
}

/// The drift
pub fn drift(run: &[f64]) -> f64 {
    let (first, second) = run.split_at(run.len() / 2);
    mean(second) - mean(first)
}
