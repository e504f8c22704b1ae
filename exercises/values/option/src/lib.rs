//! The first reading above a limit, or the answer that there is none.

use pyo3::prelude::*;

/// Position of the first reading above the limit.
pub fn first_above(readings: &[f64], limit: f64) -> i64 {
    // TODO 1: −1 is a position that Python takes for the last one. Say in the type that there
    // may be no answer, `Option<usize>`, and answer with `Some(…)` or `None`.
    for (position, reading) in readings.iter().enumerate() {
        if *reading > limit {
            return position as i64;
        }
    }
    -1
}

/// Readings of a sensor.
#[pymodule]
mod readings {
    use pyo3::prelude::*;

    /// Return the position of the first of `readings` above `limit`, or None.
    #[pyfunction]
    fn first_above(readings: Vec<f64>, limit: f64) -> i64 {
        // TODO 2: the binding hands on what the core says, in the same type.
        crate::first_above(&readings, limit)
    }
}
