//! For every point in one set, the distance to the nearest point in another.

mod arguments;
mod coordinates;
mod nearest;
mod neighbors;
mod points;
mod with_kiddo;

/// Distances from the points in one set to the nearest point in another.
#[pyo3::pymodule]
mod distances {
    use numpy::{PyArray1, PyReadonlyArray2, PyUntypedArrayMethods};
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;

    use crate::coordinates::coordinates;
    use crate::with_kiddo;

    #[pymodule_export]
    use crate::neighbors::nearest_neighbor_distances;
    #[pymodule_export]
    use crate::points::read_points_file;

    /// Return the distance from each row of `points` to the nearest row of `references`.
    ///
    /// Both are float64 arrays of the shape (n, 2), or both of the shape (n, 3), in any memory
    /// layout; the result has the shape (n,). Raises TypeError for another dtype or dimension, and
    /// ValueError for another number of columns, a coordinate that is not finite, or no references.
    #[pyfunction]
    fn nearest_distances<'py>(
        py: Python<'py>,
        points: PyReadonlyArray2<'py, f64>,
        references: PyReadonlyArray2<'py, f64>,
    ) -> PyResult<Bound<'py, PyArray1<f64>>> {
        let distances = match points.shape()[1] {
            2 => in_dimension::<2>(py, &points, &references)?,
            3 => in_dimension::<3>(py, &points, &references)?,
            columns => {
                let problem = format!("points has {columns} columns instead of 2 or 3");
                return Err(PyValueError::new_err(problem));
            }
        };
        Ok(PyArray1::from_vec(py, distances))
    }

    /// The same, where both have as many columns as there are dimensions.
    fn in_dimension<const D: usize>(
        py: Python<'_>,
        points: &PyReadonlyArray2<'_, f64>,
        references: &PyReadonlyArray2<'_, f64>,
    ) -> PyResult<Vec<f64>> {
        let points = coordinates::<D>("points", points)?;
        let references = coordinates::<D>("references", references)?;
        if references.is_empty() {
            return Err(PyValueError::new_err("references must not be empty"));
        }
        Ok(py.detach(|| with_kiddo::nearest_distances(&points, &references)))
    }
}
