//! The largest step between readings that follow each other.

use pyo3::prelude::*;

/// The largest step up or down; 0 where there are less than two readings.
pub fn largest_step(readings: &[f64]) -> f64 {
    let mut largest: f64 = 0.0;
    for pair in readings.windows(2) {
        largest = largest.max((pair[1] - pair[0]).abs());
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
