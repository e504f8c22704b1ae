//! The core in safe Rust: slices and vectors, no pointers.

/// Squared distance between two points.
fn squared_distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)
}

/// The points with these coordinates: x, y, x, y, and so on.
pub fn to_points(coordinates: &[f64]) -> Vec<[f64; 2]> {
    let pairs = coordinates.chunks_exact(2);
    pairs.map(|pair| [pair[0], pair[1]]).collect()
}

/// Distance from each of `points` to the nearest of `references`, in the order of `points`.
///
/// # Panics
///
/// If a distance is not finite: `1e200` is finite, and its square is too large for a float.
pub fn nearest_distances(points: &[[f64; 2]], references: &[[f64; 2]]) -> Vec<f64> {
    let to_nearest = |point: &[f64; 2]| {
        let squared = references.iter().map(|r| squared_distance(*point, *r));
        let distance = squared.fold(f64::INFINITY, f64::min).sqrt();
        assert!(distance.is_finite(), "a distance is not finite");
        distance
    };
    points.iter().map(to_nearest).collect()
}
