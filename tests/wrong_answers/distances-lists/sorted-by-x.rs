//! For every point in one set, the distance to the nearest point in another.

use crate::points::Point;

/// Squared distance from `point` to the nearest of `references`; infinity if there are none.
pub fn nearest_squared(point: Point, references: &[Point]) -> f64 {
    let mut sorted = references.to_vec();
    sorted.sort_by(|a, b| (a.0 - point.0).abs().total_cmp(&(b.0 - point.0).abs()));
    let r = sorted[0];
    (r.0 - point.0).powi(2) + (r.1 - point.1).powi(2)
}

/// Distance from each of `points` to the nearest of `references`, in the order of `points`.
pub fn nearest_distances(points: &[Point], references: &[Point]) -> Vec<f64> {
    points
        .iter()
        .map(|point| nearest_squared(*point, references).sqrt())
        .collect()
}
