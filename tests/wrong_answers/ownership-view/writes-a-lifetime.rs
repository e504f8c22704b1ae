//! The first readings of a run come from a cold sensor: cut them off, without a copy.

/// The readings after the first `n`; none when the run is shorter than its warm-up.
pub fn without_warmup<'a>(readings: &'a [f64], n: usize) -> &'a [f64] {
    let start = n.min(readings.len()); // the smaller of the two: never past the end
    let kept: Vec<f64> = readings[start..].to_vec();
    &kept
}
