//! NumPy arrays as arguments: which of them hold points.

use numpy::{PyReadonlyArray2, PyUntypedArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::nearest::check_points;

/// Raise a ValueError that names the argument, unless the array holds points.
///
/// An element that is not aligned is a field of a packed record: no view of it is safe.
pub fn check(name: &str, array: &PyReadonlyArray2<'_, f64>) -> PyResult<()> {
    let found = if array.is_aligned() {
        check_points(array.as_array())
    } else {
        Err(String::from("is not aligned in memory: pass a copy of it"))
    };
    found.map_err(|problem| PyValueError::new_err(format!("{name} {problem}")))
}
