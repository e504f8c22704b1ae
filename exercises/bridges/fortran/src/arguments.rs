//! NumPy arrays as arguments: which of them can be read, and hold only finite coordinates.

use numpy::{PyReadonlyArray2, PyUntypedArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Raise a ValueError that names the argument, unless its coordinates are aligned and finite.
///
/// How many columns it has is not checked here.
pub fn check(name: &str, array: &PyReadonlyArray2<'_, f64>) -> PyResult<()> {
    if !array.is_aligned() {
        let problem = format!("{name} is not aligned in memory: pass a copy of it");
        return Err(PyValueError::new_err(problem));
    }
    for (index, row) in array.as_array().outer_iter().enumerate() {
        if !row.iter().all(|coordinate| coordinate.is_finite()) {
            let problem = format!("{name} has a coordinate in row {index} that is NaN or infinite");
            return Err(PyValueError::new_err(problem));
        }
    }
    Ok(())
}
