//! The bridge of PyO3: a module of Python.

/// The nearest distances, exported by PyO3.
#[pyo3::pymodule]
mod bridges_calls {
    use numpy::{PyArray1, PyReadonlyArray2, PyUntypedArrayMethods};
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;

    use crate::nearest;

    /// Return half of `x`.
    #[pyfunction]
    fn half(x: f64) -> f64 {
        nearest::half(x)
    }

    /// Return the distance from each row of `points` to the nearest row of `references`.
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
        let distances = nearest::nearest_distances(&points, &references);
        Ok(PyArray1::from_vec(py, distances))
    }

    fn coordinates(name: &str, array: &PyReadonlyArray2<'_, f64>) -> PyResult<Vec<[f64; 2]>> {
        let problem = |text: String| PyValueError::new_err(format!("{name} {text}"));
        if !array.is_aligned() {
            return Err(problem(
                "is not aligned in memory: pass a copy of it".into(),
            ));
        }
        let rows = array.as_array();
        if rows.ncols() != 2 {
            return Err(problem(format!(
                "has {} columns instead of 2",
                rows.ncols()
            )));
        }
        let points: Vec<_> = rows.outer_iter().map(|row| [row[0], row[1]]).collect();
        match nearest::row_not_finite(&points) {
            Some(row) => Err(problem(format!(
                "has a coordinate in row {row} that is NaN or infinite"
            ))),
            None => Ok(points),
        }
    }
}
