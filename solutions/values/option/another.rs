//! Another way: a variable that starts as `None`, and no `return`. It goes on to the end.

use pyo3::prelude::*;

// [core]
/// Position of the first reading above the limit.
pub fn first_above(readings: &[f64], limit: f64) -> Option<usize> {
    let mut found = None;
    for (position, reading) in readings.iter().enumerate() {
        if found.is_none() && *reading > limit {
            found = Some(position);
        }
    }
    found
}
// [end]

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
