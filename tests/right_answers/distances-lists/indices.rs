//! For every point in one set, the distance to the nearest point in another.

use crate::points::Point;

/// Squared distance from `point` to the nearest of `references`; infinity if there are none.
pub fn nearest_squared(point: Point, references: &[Point]) -> f64 {
    let mut nearest = f64::INFINITY;
    for i in 0..references.len() {
        let squared = (references[i].0 - point.0).powi(2) + (references[i].1 - point.1).powi(2);
        nearest = f64::min(nearest, squared);
    }
    nearest
}

/// Distance from each of `points` to the nearest of `references`, in the order of `points`.
pub fn nearest_distances(points: &[Point], references: &[Point]) -> Vec<f64> {
    let mut distances = vec![0.0; points.len()];
    for i in 0..points.len() {
        distances[i] = nearest_squared(points[i], references).sqrt();
    }
    distances
}
