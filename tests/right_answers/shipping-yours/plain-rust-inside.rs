//! The computation is plain Rust, and the binding only converts.

/// Each result is the last one, moved by `weight` toward the reading.
fn smoothed(readings: &[f64], weight: f64) -> Vec<Option<f64>> {
    let mut last: Option<f64> = None;
    let mut results = vec![None; readings.len()];
    for (result, &reading) in results.iter_mut().zip(readings) {
        last = match (last, reading.is_nan()) {
            (last, true) => last,
            (None, false) => Some(reading),
            (Some(last), false) => Some(last + weight * (reading - last)),
        };
        *result = last;
    }
    results
}

/// A function that was Python before.
#[pyo3::pymodule]
mod yours {
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;

    /// Smooth readings.
    #[pyfunction]
    fn smooth(readings: Vec<f64>, weight: f64) -> PyResult<Vec<Option<f64>>> {
        match weight {
            w if w > 0.0 && w <= 1.0 => Ok(super::smoothed(&readings, w)),
            w => Err(PyValueError::new_err(format!(
                "weight is {w}, and must be above 0, and at most 1"
            ))),
        }
    }
}
