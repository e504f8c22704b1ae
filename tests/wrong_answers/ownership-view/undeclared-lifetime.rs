//! The first readings of a run come from a cold sensor: leave them out, without a copy.

/// rest
pub fn without_warmup(readings: &'a [f64], n: usize) -> &'a [f64] {
    &readings[n.min(readings.len())..]
}
