//! For every point in one set, the distance to the nearest point in another.

use crate::points::Point;

/// Squared distance from `point` to the nearest of `references`; infinity if there are none.
pub fn nearest_squared(point: Point, references: &[Point]) -> f64 {
    references
        .iter()
        .map(|r| (r.0 - point.0).powi(2) + (r.1 - point.1).powi(2))
        .fold(f64::INFINITY, f64::min)
}

/// Distance from each of `points` to the nearest of `references`, in the order of `points`.
pub fn nearest_distances(points: &[Point], references: &[Point]) -> Vec<f64> {
    points
        .iter()
        .map(|point| nearest_squared(*point, references).sqrt())
        .collect()
}
