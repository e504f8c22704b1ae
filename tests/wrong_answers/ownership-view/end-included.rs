//! The first readings of a run come from a cold sensor: leave them out, without a copy.

/// The readings after the first `n`, or an empty slice if the run is shorter than its warm-up.
pub fn without_warmup(readings: &[f64], n: usize) -> &[f64] {
    let start = n.min(readings.len());
    &readings[start..=readings.len()]
}
