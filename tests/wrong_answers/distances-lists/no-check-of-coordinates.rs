//! For every point in one set, the distance to the nearest point in another.

use pyo3::prelude::*;

/// A point in the plane: x and y.
pub type Point = (f64, f64);

/// Squared distance from `point` to the nearest of `references`; infinity if there are none.
pub fn nearest_squared(point: Point, references: &[Point]) -> f64 {
    references
        .iter()
        .map(|r| (r.0 - point.0).powi(2) + (r.1 - point.1).powi(2))
        .fold(f64::INFINITY, f64::min)
}

/// Distance from each of `points` to the nearest of `references`, in the order of `points`.
pub fn nearest_distances(points: &[Point], references: &[Point]) -> Vec<f64> {
    points
        .iter()
        .map(|point| nearest_squared(*point, references).sqrt())
        .collect()
}

/// Return whether every coordinate is finite: neither NaN nor infinite.
pub fn all_finite(points: &[Point]) -> bool {
    points.iter().all(|p| p.0.is_finite() && p.1.is_finite())
}

/// Distances from the points in one set to the nearest point in another.
#[pymodule]
mod distances {
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;

    use crate::Point;

    /// Return the distance from each of `points` to the nearest of `references`.
    ///
    /// Both are lists of (x, y). Raises ValueError if `references` is empty
    /// or a coordinate is not a finite number.
    #[pyfunction]
    fn nearest_distances(points: Vec<Point>, references: Vec<Point>) -> PyResult<Vec<f64>> {
        if references.is_empty() {
            return Err(PyValueError::new_err("references must not be empty"));
        }
        Ok(crate::nearest_distances(&points, &references))
    }
}
