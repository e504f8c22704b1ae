//! The same search on two columns, with many minima side by side: a loop that vectorizes.

const LANES: usize = 8;

/// All x in one vector and all y in another.
pub struct Columns {
    x: Vec<f64>,
    y: Vec<f64>,
}

impl Columns {
    /// Copy the coordinates of points into two columns.
    pub fn new(points: &[[f64; 2]]) -> Self {
        Self {
            x: points.iter().map(|point| point[0]).collect(),
            y: points.iter().map(|point| point[1]).collect(),
        }
    }

    /// Squared distance from `point` to the nearest of these.
    pub fn nearest_squared(&self, point: [f64; 2]) -> f64 {
        let squared = |x: f64, y: f64| (x - point[0]).powi(2) + (y - point[1]).powi(2);
        let (xs, ys) = (self.x.chunks_exact(LANES), self.y.chunks_exact(LANES));
        let rest = xs.remainder().iter().zip(ys.remainder());
        let mut minima = [f64::INFINITY; LANES];
        for (x, y) in xs.zip(ys) {
            for lane in 0..LANES {
                let found = squared(x[lane], y[lane]);
                if found < minima[lane] {
                    minima[lane] = found;
                }
            }
        }
        rest.map(|(x, y)| squared(*x, *y))
            .chain(minima)
            .fold(f64::INFINITY, f64::min)
    }
}
