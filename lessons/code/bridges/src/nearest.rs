//! The core, which knows nothing of its callers.

/// Half of `x`.
pub fn half(x: f64) -> f64 {
    x / 2.0
}

/// The index of the first point with a coordinate that is NaN or infinite.
pub fn row_not_finite(points: &[[f64; 2]]) -> Option<usize> {
    let is_finite = |point: &[f64; 2]| point.iter().all(|coordinate| coordinate.is_finite());
    points.iter().position(|point| !is_finite(point))
}

/// For each point, the distance to the nearest reference.
///
/// # Panics
///
/// If a distance is too large for a float, or there are no references.
pub fn nearest_distances(points: &[[f64; 2]], references: &[[f64; 2]]) -> Vec<f64> {
    let distance = |point| nearest_squared(point, references).sqrt();
    let distances: Vec<f64> = points.iter().map(distance).collect();
    assert!(
        distances.iter().all(|distance| distance.is_finite()),
        "a distance is too large for a float"
    );
    distances
}

fn nearest_squared(point: &[f64; 2], references: &[[f64; 2]]) -> f64 {
    references
        .iter()
        .map(|r| (r[0] - point[0]).powi(2) + (r[1] - point[1]).powi(2))
        .fold(f64::INFINITY, f64::min)
}
