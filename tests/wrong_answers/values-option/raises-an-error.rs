//! The first reading above a limit, or the answer that there is none.

use pyo3::prelude::*;

// [core]
/// Position of the first reading above the limit.
pub fn first_above(readings: &[f64], limit: f64) -> Option<usize> {
    for (position, reading) in readings.iter().enumerate() {
        if *reading > limit {
            return Some(position);
        }
    }
    None
}
// [end]

// [binding]
/// Readings of a sensor.
#[pymodule]
mod readings {
    use pyo3::prelude::*;

    /// Return the position of the first of `readings` above `limit`, or None.
    #[pyfunction]
    fn first_above(readings: Vec<f64>, limit: f64) -> PyResult<usize> {
        match crate::first_above(&readings, limit) {
            Some(position) => Ok(position),
            None => Err(pyo3::exceptions::PyValueError::new_err("none")),
        }
    }
}
// [end]
