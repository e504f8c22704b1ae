//! For every point in one set, the distance to the nearest point in another.

use crate::points::Point;

/// Squared distance from `point` to the nearest of `references`; infinity if there are none.
pub fn nearest_squared(point: Point, references: &[Point]) -> f64 {
    let p = point.clone();
    let mut nearest = f64::INFINITY;
    for r in references.to_vec() {
        let squared = square(r.0 - p.0) + square(r.1 - p.1);
        if squared <= nearest {
            nearest = squared;
        }
    }
    nearest
}

/// Distance from each of `points` to the nearest of `references`, in the order of `points`.
pub fn nearest_distances(points: &[Point], references: &[Point]) -> Vec<f64> {
    points
        .to_vec()
        .into_iter()
        .map(|point| nearest_squared(point, &references.to_vec()).sqrt())
        .collect::<Vec<f64>>()
}

fn square(x: f64) -> f64 {
    return x * x;
}
