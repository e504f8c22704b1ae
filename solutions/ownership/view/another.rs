//! Another way: split the run in two, and return the second part.

// [view]
/// The readings after the first `n`, or an empty slice if the run is shorter than its warm-up.
pub fn without_warmup(readings: &[f64], n: usize) -> &[f64] {
    let (_warmup, kept) = readings.split_at(n.min(readings.len()));
    kept
}
// [end]
