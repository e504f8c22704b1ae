//! Coordinates, copied from a NumPy array once.

use numpy::PyReadonlyArray2;
use pyo3::prelude::*;

use crate::arguments::check;

/// The coordinates of an array that holds points, row by row, side by side in memory.
///
/// After the copy no other thread can change them, and their layout is always the same.
pub fn coordinates(name: &str, array: &PyReadonlyArray2<'_, f64>) -> PyResult<Vec<[f64; 2]>> {
    check(name, array)?;
    let rows = array.as_array();
    Ok(rows.outer_iter().map(|row| [row[0], row[1]]).collect())
}
