//! The core: plain Rust on views of arrays, with one point in each row.

use numpy::ndarray::{ArrayView1, ArrayView2, Axis};

/// Check that an array holds points: two columns, and only finite coordinates.
///
/// The error goes on after the name of the array, such as "has 3 columns instead of 2".
pub fn check_points(array: ArrayView2<f64>) -> Result<(), String> {
    if array.ncols() != 2 {
        return Err(format!("has {} columns instead of 2", array.ncols()));
    }
    for (index, row) in array.outer_iter().enumerate() {
        if !row.iter().all(|coordinate| coordinate.is_finite()) {
            return Err(format!(
                "has a coordinate in row {index} that is NaN or infinite"
            ));
        }
    }
    Ok(())
}

/// Squared distance from `point` to the nearest row of `references`; infinity if there are none.
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

/// Distance from each row to the nearest other row.
pub fn nearest_neighbor_distances(points: ArrayView2<f64>) -> Vec<f64> {
    let to_nearest = |(index, point)| {
        let before = nearest_squared(point, points.slice_axis(Axis(0), (..index).into()));
        let after = nearest_squared(point, points.slice_axis(Axis(0), (index + 1..).into()));
        before.min(after).sqrt()
    };
    points.outer_iter().enumerate().map(to_nearest).collect()
}
