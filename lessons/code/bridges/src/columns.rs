//! The copy that Fortran needs, to be measured alone.

/// A module of its own, because it belongs to none of the bridges.
#[pyo3::pymodule]
mod bridges_columns {
    use numpy::{PyArray1, PyReadonlyArray2};
    use pyo3::prelude::*;

    /// Return a copy of the points in Fortran's order: all x, then all y.
    #[pyfunction]
    fn columns<'py>(
        py: Python<'py>,
        points: PyReadonlyArray2<'py, f64>,
    ) -> Bound<'py, PyArray1<f64>> {
        let points = points.as_array();
        let columns = [0, 1].map(|column| points.column(column).to_vec()).concat();
        PyArray1::from_vec(py, columns)
    }
}
