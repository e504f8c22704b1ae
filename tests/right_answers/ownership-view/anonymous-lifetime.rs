//! The first readings of a run come from a cold sensor: leave them out, without a copy.

/// The readings after the first `n`.
pub fn without_warmup(readings: &'_ [f64], n: usize) -> &'_ [f64] {
    &readings[n.min(readings.len())..]
}
