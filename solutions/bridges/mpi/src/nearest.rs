//! The core: the check of an array, and the inner loop on copied coordinates.

use numpy::ndarray::ArrayView2;

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

/// Squared distance from `point` to the nearest of `references`; infinity if there are none.
pub fn nearest_squared(point: [f64; 2], references: &[[f64; 2]]) -> f64 {
    references
        .iter()
        .map(|r| (r[0] - point[0]).powi(2) + (r[1] - point[1]).powi(2))
        .fold(f64::INFINITY, f64::min)
}
