//! For every point in one set, the distance to the nearest point in another.
//!
//! The Python functions that you port:
//!
//! ```python
//! def nearest_squared(point, references):
//!     return min((r[0] - point[0]) ** 2 + (r[1] - point[1]) ** 2 for r in references)
//!
//! def nearest_distances(points, references):
//!     return [math.sqrt(nearest_squared(point, references)) for point in points]
//! ```

use crate::points::Point;

/// Squared distance from `point` to the nearest of `references`; infinity if there are none.
pub fn nearest_squared(point: Point, references: &[Point]) -> f64 {
    // TODO 1: map each reference to its squared distance, then fold to the smallest.
    f64::INFINITY
}

/// Distance from each of `points` to the nearest of `references`, in the order of `points`.
pub fn nearest_distances(points: &[Point], references: &[Point]) -> Vec<f64> {
    // TODO 2: map each point to the square root of its `nearest_squared`, and collect a `Vec`.
    Vec::new()
}
