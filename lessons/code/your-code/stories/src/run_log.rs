//! The log of a run: NumPy does all the work already.

use std::iter::zip;

use numpy::ndarray::{Array2, Axis};
use numpy::{PyArray2, PyReadonlyArray2, ToPyArray};
use pyo3::prelude::*;

// [list]
/// The correlation of each column with each other one, of a list of rows.
#[pyfunction]
pub fn correlations_list(log: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let columns = log.first().map_or(0, Vec::len);
    let mean = |i: usize| log.iter().map(|row| row[i]).sum::<f64>() / log.len() as f64;
    let means: Vec<f64> = (0..columns).map(mean).collect();
    let product = |i: usize, j: usize| -> f64 {
        let products = log
            .iter()
            .map(|row| (row[i] - means[i]) * (row[j] - means[j]));
        products.sum()
    };
    let correlation = |i, j| product(i, j) / (product(i, i) * product(j, j)).sqrt();
    (0..columns)
        .map(|i| (0..columns).map(|j| correlation(i, j)).collect())
        .collect()
}
// [end]

// [array]
/// The correlation of each column with each other one, of an array; each row is read once.
#[pyfunction]
pub fn correlations_array<'py>(
    py: Python<'py>,
    log: PyReadonlyArray2<'py, f64>,
) -> Bound<'py, PyArray2<f64>> {
    let log = log.as_array();
    let means = log.mean_axis(Axis(0)).unwrap_or_default();
    let mut products = Array2::zeros((log.ncols(), log.ncols()));
    for row in log.rows() {
        let row = &row - &means;
        for (mut sums, &x) in zip(products.rows_mut(), &row) {
            sums.scaled_add(x, &row);
        }
    }
    let scale = products.diag().mapv(f64::sqrt);
    products /= &scale;
    products /= &scale.insert_axis(Axis(1));
    products.to_pyarray(py)
}
// [end]
