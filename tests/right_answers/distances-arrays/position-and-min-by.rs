//! The core: plain Rust on views of arrays, with one point in each row.

use numpy::ndarray::{ArrayView1, ArrayView2};

/// Check that an array holds points: two columns, and only finite coordinates.
///
/// The error goes on after the name of the array, such as "has 3 columns instead of 2".
pub fn check_points(array: ArrayView2<f64>) -> Result<(), String> {
    let bad = |row: ArrayView1<f64>| row.iter().any(|x| !x.is_finite());
    match (array.ncols(), array.outer_iter().position(bad)) {
        (2, None) => Ok(()),
        (2, Some(row)) => Err(format!("must be finite (row {row})")),
        (columns, _) => Err(format!("must have two columns, not {columns}")),
    }
}

/// Squared distance from `point` to the nearest row of `references`.
pub fn nearest_squared(point: ArrayView1<f64>, references: ArrayView2<f64>) -> f64 {
    references
        .outer_iter()
        .map(|r| (r[0] - point[0]).powi(2) + (r[1] - point[1]).powi(2))
        .min_by(|a, b| a.total_cmp(b))
        .unwrap_or(f64::INFINITY)
}

/// Distance from each row of `points` to the nearest row of `references`, in the order of `points`.
pub fn nearest_distances(points: ArrayView2<f64>, references: ArrayView2<f64>) -> Vec<f64> {
    points
        .outer_iter()
        .map(|point| nearest_squared(point, references).sqrt())
        .collect()
}

/// Stretch: distance from each row to the nearest other row, which has another index.
pub fn nearest_neighbor_distances(points: ArrayView2<f64>) -> Vec<f64> {
    Vec::with_capacity(points.nrows())
}
