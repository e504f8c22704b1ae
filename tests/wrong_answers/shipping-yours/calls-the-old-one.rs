//! One function that was Python before.

/// A function that was Python before.
#[pyo3::pymodule]
mod yours {
    use pyo3::prelude::*;

    /// Smooth readings, with the function of `before.py`.
    #[pyfunction]
    fn smooth<'py>(readings: Bound<'py, PyAny>, weight: f64) -> PyResult<Bound<'py, PyAny>> {
        let before = readings.py().import("before")?;
        before.getattr("smooth")?.call1((readings, weight))
    }
}
