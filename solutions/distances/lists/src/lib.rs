//! For every point in one set, the distance to the nearest point in another.

mod nearest;
mod points;

/// Distances from the points in one set to the nearest point in another.
#[pyo3::pymodule]
mod distances {
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;

    use crate::points::Point;

    #[pymodule_export]
    use crate::points::read_points_file;

    /// Return the distance from each of `points` to the nearest of `references`.
    ///
    /// Both are lists of (x, y). Raises ValueError if `references` is empty
    /// or a coordinate is not a finite number.
    #[pyfunction]
    fn nearest_distances(points: Vec<Point>, references: Vec<Point>) -> PyResult<Vec<f64>> {
        for (name, set) in [("points", &points), ("references", &references)] {
            if !set.iter().all(|p| p.0.is_finite() && p.1.is_finite()) {
                let message = format!("{name} has a coordinate that is NaN or infinite");
                return Err(PyValueError::new_err(message));
            }
        }
        if references.is_empty() {
            return Err(PyValueError::new_err("references must not be empty"));
        }
        Ok(crate::nearest::nearest_distances(&points, &references))
    }
}
