//! What a crate does with usual and unusual points: `probe CASE` prints a word of what it found.
//!
//! The module `tried` is another file for each crate. Its function `search` finds the nearest
//! reference of each point: the distance as the crate returns it, and the index if it has one.

mod tried;

type Point = [f64; 2];
/// Nothing where the crate says that there is no nearest reference.
type Found = Option<(f64, Option<usize>)>;

fn main() {
    let case = std::env::args().nth(1).unwrap_or_default();
    let (references, points) = (random(1, 1000), random(2, 1000));
    let told = match case.as_str() {
        "speed" => return println!("{}", speed()),
        "returned" => distance(),
        "ties" => ties(),
        "random" => judge(&references, &points),
        "none" => judge(&[], &points[..1]),
        "nan_reference" => with(f64::NAN, &references, &points),
        "nan_point" => judge(&references, &[[f64::NAN, 0.5]]),
        "infinite" => with(f64::INFINITY, &references, &points),
        "equal" => judge(&vec![[0.25, 0.5]; 100_000], &points),
        "line" => judge(&line(1_000_000), &points[..100]),
        _ => "unknown",
    };
    println!("{told}");
}

/// The seconds of one call with many points in the unit square, the fastest of five.
fn speed() -> f64 {
    let (references, points) = (random(1, 100_000), random(2, 100_000));
    let seconds = |_| {
        let start = std::time::Instant::now();
        let found = tried::search(&references, &points);
        assert!(found.is_ok_and(|found| found.len() == points.len()));
        start.elapsed().as_secs_f64()
    };
    (0..5).map(seconds).fold(f64::INFINITY, f64::min)
}

/// Whether 3 to the right and 4 up is 5 away, or 25.
fn distance() -> &'static str {
    match one(&[[3.0, 4.0]]) {
        Some((5.0, _)) => "distance",
        Some((25.0, _)) => "square",
        _ => "wrong",
    }
}

/// Which of four references at the same distance is the nearest one.
fn ties() -> &'static str {
    match one(&[[1.0, 0.0], [0.0, -1.0], [0.0, 1.0], [-1.0, 0.0]]) {
        Some((_, Some(0))) => "first",
        Some((_, Some(3))) => "last",
        Some((_, Some(_))) => "another",
        _ => "no index",
    }
}

fn one(references: &[Point]) -> Found {
    tried::search(references, &[[0.0, 0.0]]).ok()?.remove(0)
}

/// The first word that is not "right" where one of 2 to 130 references has the coordinate `x`.
fn with(x: f64, references: &[Point], points: &[Point]) -> &'static str {
    for n in 2..=130 {
        let mut changed = references[..n].to_vec();
        changed[n / 2][n % 2] = x;
        match judge(&changed, points) {
            "right" => (),
            other => return other,
        }
    }
    "right"
}

/// Compare the distances with those of brute force, which passes over NaN.
fn judge(references: &[Point], points: &[Point]) -> &'static str {
    let is_square = distance() == "square";
    let Ok(found) = tried::search(references, points) else {
        return "error";
    };
    for (point, found) in points.iter().zip(found) {
        let Some((mut distance, _)) = found else {
            return "none";
        };
        if is_square {
            distance = distance.sqrt();
        }
        if distance.is_nan() {
            return "NaN";
        }
        let expected = references
            .iter()
            .map(|r| (r[0] - point[0]).powi(2) + (r[1] - point[1]).powi(2))
            .fold(f64::NAN, f64::min)
            .sqrt();
        if expected.is_nan() || (distance - expected).abs() > 1e-9 {
            return "wrong";
        }
    }
    "right"
}

fn line(n: u32) -> Vec<Point> {
    (0..n).map(|i| [f64::from(i) / f64::from(n), 0.5]).collect()
}

/// Points in the unit square, the same ones each time.
fn random(seed: u64, n: usize) -> Vec<Point> {
    let mut state = seed;
    let mut next = || {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    (0..n).map(|_| [next(), next()]).collect()
}
