//! The first reading above a limit, or the answer that there is none.

use pyo3::prelude::*;

// [core]
/// Position of the first reading above the limit.
pub fn first_above(readings: &[f64], limit: f64) -> Option<usize> {
    let mut found = None;
    for (position, reading) in readings.iter().enumerate() {
        if *reading > limit {
            found = Some(position);
        }
    }
    found
}
// [end]

// [binding]
/// Readings of a sensor.
#[pymodule]
mod readings {
    use pyo3::prelude::*;

    /// Return the position of the first of `readings` above `limit`, or None.
    #[pyfunction]
    fn first_above(readings: Vec<f64>, limit: f64) -> Option<usize> {
        crate::first_above(&readings, limit)
    }
}
// [end]
