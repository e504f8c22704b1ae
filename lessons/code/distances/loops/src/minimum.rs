//! Three ways to keep the smaller of two floats in the inner loop, on copied coordinates.

/// Squared distance to the nearest of `references`, by the method `min`.
pub fn by_method(point: [f64; 2], references: &[[f64; 2]]) -> f64 {
    let mut nearest = f64::INFINITY;
    for r in references {
        let (dx, dy) = (r[0] - point[0], r[1] - point[1]);
        nearest = nearest.min(dx * dx + dy * dy);
    }
    nearest
}

/// Squared distance to the nearest of `references`, by a comparison.
pub fn by_if(point: [f64; 2], references: &[[f64; 2]]) -> f64 {
    let mut nearest = f64::INFINITY;
    for r in references {
        let (dx, dy) = (r[0] - point[0], r[1] - point[1]);
        let squared = dx * dx + dy * dy;
        if squared < nearest {
            nearest = squared;
        }
    }
    nearest
}

/// Squared distance to the nearest of `references`, by `fold`.
pub fn by_fold(point: [f64; 2], references: &[[f64; 2]]) -> f64 {
    references
        .iter()
        .map(|r| (r[0] - point[0]).powi(2) + (r[1] - point[1]).powi(2))
        .fold(f64::INFINITY, f64::min)
}
