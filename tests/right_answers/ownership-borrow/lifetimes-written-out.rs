#![allow(clippy::needless_lifetimes)]
//! drift

/// The mean of the readings, NaN if there are none.
pub fn mean<'run>(readings: &'run [f64]) -> f64 {
    let mut total: f64 = 0.0;
    for reading in readings.iter() {
        total += *reading;
    }
    total / readings.len() as f64
}

/// The drift.
pub fn drift<'run>(run: &'run [f64]) -> f64 {
    let half = run.len() / 2;
    let first: &'run [f64] = &run[..half];
    let second: &'run [f64] = &run[half..];
    mean(second) - mean(first)
}
