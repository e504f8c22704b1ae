//! For every point in one set, the distance to the nearest point in another.

use crate::points::Point;

/// Squared distance from `point` to the nearest of `references`; infinity if there are none.
pub fn nearest_squared(point: Point, references: &[Point]) -> f64 {
    let mut nearest = f64::INFINITY;
    let mut i = 0;
    while i < references.len() {
        let dx = references[i].0 - point.0;
        let dy = references[i].1 - point.1;
        let squared = dx * dx + dy * dy;
        if squared < nearest {
            nearest = squared;
        }
        i += 1;
    }
    nearest
}

/// Distance from each of `points` to the nearest of `references`, in the order of `points`.
pub fn nearest_distances(points: &[Point], references: &[Point]) -> Vec<f64> {
    let mut distances = Vec::new();
    let mut i = 0;
    while i < points.len() {
        distances.push(nearest_squared(points[i], references).sqrt());
        i += 1;
    }
    distances
}
