//! The core: safe Rust, which knows nothing of C.

/// For each of `points`, the distance to the nearest of `references`.
///
/// `None` if there are no references, or if a coordinate is not finite.
pub fn nearest_distances(points: &[[f64; 2]], references: &[[f64; 2]]) -> Option<Vec<f64>> {
    if references.is_empty() || !are_finite(points) || !are_finite(references) {
        return None;
    }
    let to_nearest = |point: &[f64; 2]| nearest_squared(*point, references).sqrt();
    Some(points.iter().map(to_nearest).collect())
}

fn are_finite(points: &[[f64; 2]]) -> bool {
    points
        .iter()
        .flatten()
        .all(|coordinate| coordinate.is_finite())
}

/// Squared distance from `point` to the nearest of `references`; infinity if there are none.
fn nearest_squared(point: [f64; 2], references: &[[f64; 2]]) -> f64 {
    references
        .iter()
        .map(|r| (r[0] - point[0]).powi(2) + (r[1] - point[1]).powi(2))
        .fold(f64::INFINITY, f64::min)
}
