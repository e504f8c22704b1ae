//! The inner loop of the nearest distances, written in several ways, to be measured.

pub mod columns;
pub mod limit;
pub mod minimum;

/// Nearest distances with several inner loops; all take two arrays of the shape (n, 2).
#[pyo3::pymodule]
mod loops {
    use numpy::{PyArray1, PyReadonlyArray2};
    use pyo3::prelude::*;

    use crate::columns::Columns;
    use crate::{limit, minimum};

    type Points<'py> = PyReadonlyArray2<'py, f64>;
    type Distances<'py> = Bound<'py, PyArray1<f64>>;

    fn coordinates(array: &Points<'_>) -> Vec<[f64; 2]> {
        let rows = array.as_array();
        rows.outer_iter().map(|row| [row[0], row[1]]).collect()
    }

    fn distances<'py>(
        points: &Points<'py>,
        nearest_squared: impl Fn([f64; 2]) -> f64,
    ) -> Distances<'py> {
        let distances = coordinates(points)
            .iter()
            .map(|point| nearest_squared(*point).sqrt())
            .collect();
        PyArray1::from_vec(points.py(), distances)
    }

    /// `m = m.min(d)`.
    #[pyfunction]
    fn minimum_method<'py>(points: Points<'py>, references: Points<'py>) -> Distances<'py> {
        let references = coordinates(&references);
        distances(&points, |point| minimum::by_method(point, &references))
    }

    /// `if d < m { m = d }`.
    #[pyfunction]
    fn minimum_if<'py>(points: Points<'py>, references: Points<'py>) -> Distances<'py> {
        let references = coordinates(&references);
        distances(&points, |point| minimum::by_if(point, &references))
    }

    /// `fold(f64::INFINITY, f64::min)`.
    #[pyfunction]
    fn minimum_fold<'py>(points: Points<'py>, references: Points<'py>) -> Distances<'py> {
        let references = coordinates(&references);
        distances(&points, |point| minimum::by_fold(point, &references))
    }

    /// Two columns, and many minima side by side.
    #[pyfunction]
    fn columns<'py>(points: Points<'py>, references: Points<'py>) -> Distances<'py> {
        let references = Columns::new(&coordinates(&references));
        distances(&points, |point| references.nearest_squared(point))
    }

    /// Copy the coordinates of an array, and return how many rows it has.
    #[pyfunction]
    fn copy_coordinates(points: Points<'_>) -> usize {
        std::hint::black_box(coordinates(&points)).len()
    }

    /// Compute with floats in registers for some rounds, and return the number of operations.
    #[pyfunction]
    fn compute(rounds: u64) -> u64 {
        limit::compute(rounds)
    }
}
