//! For every point in one set, the distance to the nearest point in another.

mod arguments;
mod coordinates;
mod nearest;
mod neighbors;
mod points;

/// Distances from the points in one set to the nearest point in another.
#[pyo3::pymodule]
mod distances {
    use numpy::{PyArray1, PyReadonlyArray2};
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;
    use rayon::prelude::*;

    use crate::coordinates::coordinates;
    use crate::nearest::nearest_squared;

    #[pymodule_export]
    use crate::neighbors::nearest_neighbor_distances;
    #[pymodule_export]
    use crate::points::read_points_file;

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
        let points = coordinates("points", &points)?;
        let references = coordinates("references", &references)?;
        if references.is_empty() {
            return Err(PyValueError::new_err("references must not be empty"));
        }
        let distances = points
            .par_iter()
            .map(|point| nearest_squared(*point, &references).sqrt())
            .collect();
        Ok(PyArray1::from_vec(py, distances))
    }
}
