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
        // TODO: port the function in `before.py`, and change its signature to your own.
    }
}
