//! The core: plain Rust on views of arrays, with one point in each row.

use numpy::ndarray::ArrayView2;

/// Check that an array holds points: two columns, and only finite coordinates.
///
/// The error goes on after the name of the array, such as "has 3 columns instead of 2".
pub fn check_points(array: ArrayView2<f64>) -> Result<(), String> {
    // TODO 1: return an `Err` for another number of columns, `array.ncols()`, and for a row of
    // `array.outer_iter()` with a coordinate that isn't finite. Say what was found, and in which
    // row: NumPy counts them from 0.
    Ok(())
}

// TODO 2: `as_slice_memory_order` returns the floats in the order in which they lie in memory,
// whatever the layout. Read rows instead: let `nearest_squared` take an `ArrayView1`, which the
// `use` above must name as well, and an `ArrayView2`; they replace the `Point`s. Use `outer_iter`
// here and in `nearest_distances`.

/// Squared distance from `point` to the nearest of `references`, which are x, y, x, y, ...
pub fn nearest_squared(point: &[f64], references: &[f64]) -> f64 {
    references
        .chunks_exact(2)
        .map(|r| (r[0] - point[0]).powi(2) + (r[1] - point[1]).powi(2))
        .fold(f64::INFINITY, f64::min)
}

/// Distance from each row of `points` to the nearest row of `references`, in the order of `points`.
pub fn nearest_distances(points: ArrayView2<f64>, references: ArrayView2<f64>) -> Vec<f64> {
    let points = points.as_slice_memory_order().unwrap_or_default();
    let references = references.as_slice_memory_order().unwrap_or_default();
    points
        .chunks_exact(2)
        .map(|point| nearest_squared(point, references).sqrt())
        .collect()
}

/// Stretch: distance from each row to the nearest other row, which has another index.
pub fn nearest_neighbor_distances(points: ArrayView2<f64>) -> Vec<f64> {
    Vec::with_capacity(points.nrows())
}
