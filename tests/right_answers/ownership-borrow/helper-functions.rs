//! The drift of a sensor, computed from a run of 80 MB without copying it.

fn total(readings: &[f64]) -> f64 {
    let mut sum = 0.0;
    for &reading in readings {
        sum += reading;
    }
    sum
}

fn halves(run: &[f64]) -> (&[f64], &[f64]) {
    run.split_at(run.len() / 2)
}

/// The mean of the readings, NaN if there are none.
pub fn mean(readings: &[f64]) -> f64 {
    total(readings) / readings.len() as f64
}

/// The mean of the second half of a run minus the mean of the first half.
pub fn drift(run: &[f64]) -> f64 {
    let (a, b) = halves(run);
    mean(b) - mean(a)
}
