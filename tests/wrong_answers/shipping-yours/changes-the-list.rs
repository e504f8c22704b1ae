//! One function that was Python before.

/// A function that was Python before.
#[pyo3::pymodule]
mod yours {
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;
    use pyo3::types::PyList;

    /// Smooth readings, in place: each moves by `weight` from the last result.
    #[pyfunction]
    fn smooth<'py>(readings: Bound<'py, PyList>, weight: f64) -> PyResult<Bound<'py, PyList>> {
        if !(weight > 0.0 && weight <= 1.0) {
            return Err(PyValueError::new_err(
                "weight must be above 0, and at most 1",
            ));
        }
        let mut last: Option<f64> = None;
        for index in 0..readings.len() {
            let reading: f64 = readings.get_item(index)?.extract()?;
            if !reading.is_nan() {
                last = match last {
                    None => Some(reading),
                    Some(value) => Some(value + weight * (reading - value)),
                };
            }
            readings.set_item(index, last)?;
        }
        Ok(readings)
    }
}
