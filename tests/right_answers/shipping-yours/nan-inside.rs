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
            return Err(PyValueError::new_err(
                "weight must be above 0, and at most 1",
            ));
        }
        let mut last = f64::NAN;
        let mut smoothed = Vec::with_capacity(readings.len());
        for reading in readings {
            if last.is_nan() {
                last = reading;
            } else if !reading.is_nan() {
                last += weight * (reading - last);
            }
            smoothed.push(if last.is_nan() { None } else { Some(last) });
        }
        Ok(smoothed)
    }
}
