//! One function that was Python before.

/// A function that was Python before.
#[pyo3::pymodule]
mod yours {
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;

    /// Smooth readings: each result is the last one, moved by `weight` toward the reading.
    ///
    /// A reading of NaN is a gap: the last result stays, or None before the first reading.
    /// Raises ValueError unless `weight` is above 0, and at most 1.
    #[pyfunction]
    fn smooth(readings: Vec<f64>, weight: f64) -> PyResult<Vec<Option<f64>>> {
        if !(weight > 0.0 && weight <= 1.0) {
            return Err(PyValueError::new_err(()));
        }
        let mut last = None;
        let mut smoothed = Vec::with_capacity(readings.len());
        for reading in readings {
            if !reading.is_nan() {
                last = match last {
                    None => Some(reading),
                    Some(value) => Some(value + weight * (reading - value)),
                };
            }
            smoothed.push(last);
        }
        Ok(smoothed)
    }
}
