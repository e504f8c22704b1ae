//! Boxes, and how far they are from a point.

/// The smallest box around some points: its lowest and its highest corner.
pub struct Bounds<const D: usize> {
    pub low: [f64; D],
    pub high: [f64; D],
}

impl<const D: usize> Bounds<D> {
    /// The box around the points.
    pub fn around(points: &[[f64; D]]) -> Self {
        let (mut low, mut high) = ([f64::INFINITY; D], [f64::NEG_INFINITY; D]);
        for point in points {
            for axis in 0..D {
                low[axis] = smaller(low[axis], point[axis]);
                high[axis] = larger(high[axis], point[axis]);
            }
        }
        Bounds { low, high }
    }

    /// The axis along which the box is widest.
    pub fn widest_axis(&self) -> usize {
        let width = |axis: &usize| self.high[*axis] - self.low[*axis];
        (0..D)
            .max_by(|a, b| width(a).total_cmp(&width(b)))
            .unwrap_or(0)
    }

    /// The squared distance from `point` to the nearest point of the box; 0 inside it.
    pub fn squared_distance(&self, point: &[f64; D]) -> f64 {
        let mut sum = 0.0;
        for (axis, x) in point.iter().enumerate() {
            let outside = larger(self.low[axis] - x, x - self.high[axis]);
            let gap = larger(outside, 0.0);
            sum += gap * gap;
        }
        sum
    }
}

// One instruction each, on numbers that are not NaN; `f64::min` and `f64::max` need several.

fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}
