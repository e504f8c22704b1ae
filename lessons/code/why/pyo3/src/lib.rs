//! PyO3: attributes export the functions to Python.

use pyo3::prelude::*;

/// Smoothing of readings.
#[pymodule]
mod with_pyo3 {
    use numpy::PyReadwriteArray1;
    use pyo3::prelude::*;

    /// Let each reading follow the one before: exponential smoothing, in place.
    #[pyfunction]
    fn smooth(mut readings: PyReadwriteArray1<f64>, weight: f64) -> PyResult<()> {
        let readings = readings.as_slice_mut()?;
        for i in 1..readings.len() {
            readings[i] = weight * readings[i] + (1.0 - weight) * readings[i - 1];
        }
        Ok(())
    }

    /// Half of a number.
    #[pyfunction]
    fn half(x: f64) -> f64 {
        0.5 * x
    }

    /// The same smoothing for a list, which is copied in and copied out.
    #[pyfunction]
    fn smooth_list(mut readings: Vec<f64>, weight: f64) -> Vec<f64> {
        for i in 1..readings.len() {
            readings[i] = weight * readings[i] + (1.0 - weight) * readings[i - 1];
        }
        readings
    }

    /// Sum of a list.
    #[pyfunction]
    fn sum_list(readings: Vec<f64>) -> f64 {
        readings.iter().sum()
    }

    /// The bytes of a file.
    #[pyfunction]
    fn read_file(path: &str) -> PyResult<Vec<u8>> {
        Ok(std::fs::read(path)?)
    }
}
