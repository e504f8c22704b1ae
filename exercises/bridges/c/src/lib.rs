//! For every point in one set, the distance to the nearest point in another, computed in C.

mod coordinates;
mod nearest;

/// A C library for Python: distances from the points in one set to the nearest in another.
#[pyo3::pymodule]
mod bridges {
    use std::ffi::c_int;

    use numpy::{PyArray1, PyReadonlyArray2};
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;

    use crate::coordinates::coordinates;
    use crate::nearest;

    /// Return the distance from each row of `points` to the nearest row of `references`.
    ///
    /// Both are float64 arrays of the shape (n, 2), in any memory layout; the result has the
    /// shape (n,). Raises TypeError for another dtype or dimension, and ValueError for another
    /// number of columns, a coordinate that is not finite, no references, or too many rows.
    #[pyfunction]
    fn nearest_distances<'py>(
        py: Python<'py>,
        points: PyReadonlyArray2<'py, f64>,
        references: PyReadonlyArray2<'py, f64>,
    ) -> PyResult<Bound<'py, PyArray1<f64>>> {
        let points = coordinates("points", &points)?;
        let references = coordinates("references", &references)?;
        let distances = nearest::nearest_distances(&points, &references);
        Ok(PyArray1::from_vec(
            py,
            distances.map_err(PyValueError::new_err)?,
        ))
    }

    /// Return the length as a C `int`. Raises ValueError if it doesn't fit.
    #[pyfunction]
    fn c_length(length: usize) -> PyResult<c_int> {
        nearest::c_length(length).map_err(PyValueError::new_err)
    }
}
