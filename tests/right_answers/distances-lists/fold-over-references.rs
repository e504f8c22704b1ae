//! For every point in one set, the distance to the nearest point in another.

use crate::points::Point;

/// Squared distance from `point` to the nearest of `references`; infinity if there are none.
pub fn nearest_squared(point: Point, references: &[Point]) -> f64 {
    references.iter().fold(f64::INFINITY, |nearest, r| {
        let (dx, dy) = (r.0 - point.0, r.1 - point.1);
        nearest.min(dx * dx + dy * dy)
    })
}

/// Distance from each of `points` to the nearest of `references`, in the order of `points`.
pub fn nearest_distances(points: &[Point], references: &[Point]) -> Vec<f64> {
    let mut distances = Vec::new();
    for &point in points {
        distances.push(nearest_squared(point, references).sqrt());
    }
    return distances;
}
