//! The drift of a sensor, computed from a run of 80 MB without copying it.

/// The mean of the readings, NaN if there are none.
pub fn mean(readings: &[f64]) -> f64 {
    let mut total = 0.0;
    let count = readings.len();
    for reading in readings {
        total += reading;
    }
    total / count as f64
}

/// Weighted differently: one loop, each half by its own mean.
pub fn drift(run: &[f64]) -> f64 {
    let half = run.len() / 2;
    let first: f64 = run.iter().take(half).sum::<f64>() / half as f64;
    let second: f64 = run.iter().skip(half).sum::<f64>() / (run.len() - half) as f64;
    second - first
}
