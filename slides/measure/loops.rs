//! Two loops over pairs of points in Rust: the nearest distance, and a sum of 1 / distance.
//! `core.rs` is the code of the slide, with `Point` and `nearest`; measure.py puts it here.

use std::hint::black_box;
use std::time::Instant;

include!("core.rs");

const N: usize = 10_000;
const ROUNDS: usize = 7;

fn potential(p: Point, others: &[Point]) -> f64 {
    let mut sum = 0.0;
    for q in others {
        sum += 1.0 / ((q.0 - p.0).powi(2) + (q.1 - p.1).powi(2) + 1e-6).sqrt();
    }
    sum
}

fn spread(a: f64, b: f64) -> Vec<Point> {
    (0..N)
        .map(|i| (i as f64 * a, i as f64 * b))
        .map(|(x, y)| (x - x.floor(), y - y.floor()))
        .collect()
}

fn measure(points: &[Point], others: &[Point], value: impl Fn(Point, &[Point]) -> f64) {
    let mut fastest = f64::INFINITY;
    let mut total = 0.0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        total = black_box(points).iter().map(|p| value(*p, others)).sum();
        fastest = fastest.min(start.elapsed().as_secs_f64());
    }
    println!("{fastest:.9} {total:.6}");
}

fn main() {
    let points = spread(0.754877, 0.569840);
    let others = spread(0.819173, 0.671044);
    measure(&points, &others, nearest);
    measure(&points, &others, potential);
}
