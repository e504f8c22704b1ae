//! Coordinates, copied from a NumPy array once.

use numpy::PyReadonlyArray2;
use pyo3::prelude::*;

use crate::arguments::check;

/// The coordinates of an array that holds points, row by row, side by side in memory.
///
/// After the copy no other thread can change them, and their layout is always the same.
pub fn coordinates<const D: usize>(
    name: &str,
    array: &PyReadonlyArray2<'_, f64>,
) -> PyResult<Vec<[f64; D]>> {
    check(name, array, D)?;
    let rows = array.as_array();
    Ok(rows
        .outer_iter()
        .map(|row| std::array::from_fn(|axis| row[axis]))
        .collect())
}
