//! A river gauge: each result depends on the last one.

use numpy::{PyArray1, PyReadonlyArray1};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

// [list]
/// Smooth a list of readings.
#[pyfunction]
pub fn smooth_list(readings: Vec<f64>, weight: f64) -> PyResult<Vec<Option<f64>>> {
    check(weight)?;
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
// [end]

// [array]
/// Smooth an array of readings; what comes before the first one is NaN.
#[pyfunction]
pub fn smooth_array<'py>(
    py: Python<'py>,
    readings: PyReadonlyArray1<'py, f64>,
    weight: f64,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    check(weight)?;
    let mut last = f64::NAN;
    let mut smoothed = Vec::with_capacity(readings.len()?);
    for &reading in readings.as_array() {
        if last.is_nan() {
            last = reading;
        } else if !reading.is_nan() {
            last += weight * (reading - last);
        }
        smoothed.push(last);
    }
    Ok(PyArray1::from_vec(py, smoothed))
}
// [end]

fn check(weight: f64) -> PyResult<()> {
    if weight > 0.0 && weight <= 1.0 {
        return Ok(());
    }
    Err(PyValueError::new_err(
        "weight must be above 0, and at most 1",
    ))
}
