//! Reads the Python list element by element.

/// A function that was Python before.
#[pyo3::pymodule]
mod yours {
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;
    use pyo3::types::PyList;

    /// Smooth readings.
    #[pyfunction]
    fn smooth<'py>(readings: &Bound<'py, PyList>, weight: f64) -> PyResult<Bound<'py, PyList>> {
        if !(weight > 0.0 && weight <= 1.0) {
            return Err(PyValueError::new_err(
                "weight must be above 0, and at most 1",
            ));
        }
        let smoothed = PyList::empty(readings.py());
        let mut last: Option<f64> = None;
        for reading in readings {
            let reading: f64 = reading.extract()?;
            if !reading.is_nan() {
                last = Some(last.map_or(reading, |value| value + weight * (reading - value)));
            }
            smoothed.append(last)?;
        }
        Ok(smoothed)
    }
}
