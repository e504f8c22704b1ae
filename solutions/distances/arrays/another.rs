//! Another way: loops, and the coordinates by row and column instead of rows of their own.

use numpy::ndarray::ArrayView2;

// [core]
/// Check that an array holds points: two columns, and only finite coordinates.
///
/// The error goes on after the name of the array, such as "has 3 columns instead of 2".
pub fn check_points(array: ArrayView2<f64>) -> Result<(), String> {
    if array.ncols() != 2 {
        return Err(format!("has {} columns instead of 2", array.ncols()));
    }
    for ((row, column), coordinate) in array.indexed_iter() {
        if !coordinate.is_finite() {
            return Err(format!("has {coordinate} in row {row}, column {column}"));
        }
    }
    Ok(())
}

/// Distance from each row of `points` to the nearest row of `references`, in the order of `points`.
pub fn nearest_distances(points: ArrayView2<f64>, references: ArrayView2<f64>) -> Vec<f64> {
    let mut distances = Vec::with_capacity(points.nrows());
    for i in 0..points.nrows() {
        let mut nearest = f64::INFINITY;
        for j in 0..references.nrows() {
            let dx = references[[j, 0]] - points[[i, 0]];
            let dy = references[[j, 1]] - points[[i, 1]];
            nearest = nearest.min(dx * dx + dy * dy);
        }
        distances.push(nearest.sqrt());
    }
    distances
}
// [end]

/// Distance from each row to the nearest other row.
pub fn nearest_neighbor_distances(points: ArrayView2<f64>) -> Vec<f64> {
    let mut distances = vec![f64::INFINITY; points.nrows()];
    for i in 0..points.nrows() {
        for j in 0..i {
            let dx = points[[j, 0]] - points[[i, 0]];
            let dy = points[[j, 1]] - points[[i, 1]];
            let distance = (dx * dx + dy * dy).sqrt();
            distances[i] = distance.min(distances[i]);
            distances[j] = distance.min(distances[j]);
        }
    }
    distances
}
