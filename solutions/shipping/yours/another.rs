//! Another way: with `scan`, an iterator that keeps a state, here the last result.

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
        let smoothed = readings.into_iter().scan(None, |last, reading| {
            if !reading.is_nan() {
                *last = Some(last.map_or(reading, |value| value + weight * (reading - value)));
            }
            Some(*last)
        });
        Ok(smoothed.collect())
    }
}
