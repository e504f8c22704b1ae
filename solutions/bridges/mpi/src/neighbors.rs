//! The distance to the nearest other point of the same set.

use numpy::{PyArray1, PyReadonlyArray2};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use rayon::prelude::*;

use crate::coordinates::coordinates;
use crate::nearest::nearest_squared;

/// Return the distance from each row of `points` to the nearest other row.
///
/// A row is excluded by its index, so two equal rows are 0 apart. `points` is a float64 array of
/// the shape (n, 2), the result has the shape (n,). Raises TypeError and ValueError as
/// `nearest_distances` does, and ValueError for a single row, which has no neighbor.
#[pyfunction]
pub fn nearest_neighbor_distances<'py>(
    py: Python<'py>,
    points: PyReadonlyArray2<'py, f64>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let points = coordinates("points", &points)?;
    if points.len() == 1 {
        return Err(PyValueError::new_err(
            "points has one row, which has no neighbor",
        ));
    }
    let to_nearest = |index: usize| {
        let before = nearest_squared(points[index], &points[..index]);
        let after = nearest_squared(points[index], &points[index + 1..]);
        before.min(after).sqrt()
    };
    let distances = (0..points.len()).into_par_iter().map(to_nearest).collect();
    Ok(PyArray1::from_vec(py, distances))
}
