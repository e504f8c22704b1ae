//! For each point in one set, the distance to the nearest point in another, computed in Fortran.

mod arguments;
mod nearest;

/// Distances to the nearest point, computed in Fortran.
#[pyo3::pymodule]
mod bridges {
    use numpy::{PyArray1, PyReadonlyArray2};
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;

    use crate::arguments::check;
    use crate::nearest;

    /// Return the distance from each row of `points` to the nearest row of `references`.
    ///
    /// Both are float64 arrays of the shape (n, 2), in any memory layout; the result has the
    /// shape (n,). Raises TypeError for another dtype or dimension, and ValueError for another
    /// number of columns, a coordinate that is not finite, or no references.
    #[pyfunction]
    fn nearest_distances<'py>(
        py: Python<'py>,
        points: PyReadonlyArray2<'py, f64>,
        references: PyReadonlyArray2<'py, f64>,
    ) -> PyResult<Bound<'py, PyArray1<f64>>> {
        check("points", &points)?;
        check("references", &references)?;
        let distances = nearest::nearest_distances(points.as_array(), references.as_array());
        let distances = distances.map_err(PyValueError::new_err)?;
        Ok(PyArray1::from_vec(py, distances))
    }

    /// Return, for each row of `points`, the index of the nearest row of `references`.
    ///
    /// The arguments and exceptions are those of `nearest_distances`. Indices count from 0; of
    /// references that are equally near, the first counts.
    #[pyfunction]
    fn nearest_rows<'py>(
        py: Python<'py>,
        points: PyReadonlyArray2<'py, f64>,
        references: PyReadonlyArray2<'py, f64>,
    ) -> PyResult<Bound<'py, PyArray1<usize>>> {
        check("points", &points)?;
        check("references", &references)?;
        let rows = nearest::nearest_rows(points.as_array(), references.as_array());
        let rows = rows.map_err(PyValueError::new_err)?;
        Ok(PyArray1::from_vec(py, rows))
    }

    /// Return a number of rows as Fortran gets it. Raises ValueError for too many.
    #[pyfunction]
    fn fortran_count(rows: usize) -> PyResult<i32> {
        nearest::fortran_count(rows).map_err(PyValueError::new_err)
    }
}
