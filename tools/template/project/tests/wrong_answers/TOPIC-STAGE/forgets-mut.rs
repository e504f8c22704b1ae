//! The largest step between readings that follow each other.

use pyo3::prelude::*;

/// The largest step up or down; 0 where there are less than two readings.
pub fn largest_step(readings: &[f64]) -> f64 {
    let largest = 0.0;
    for i in 1..readings.len() {
        let step = (readings[i] - readings[i - 1]).abs();
        if step > largest {
            largest = step;
        }
    }
    largest
}

/// What the package `TOPIC` has in Rust.
#[pymodule]
mod _TOPIC {
    use pyo3::prelude::*;

    /// Return the largest step between readings that follow each other.
    #[pyfunction]
    fn largest_step(readings: Vec<f64>) -> f64 {
        crate::largest_step(&readings)
    }
}
