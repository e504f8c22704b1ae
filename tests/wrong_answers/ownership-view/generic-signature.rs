//! The first readings of a run come from a cold sensor: leave them out, without a copy.

/// Works for readings of any type.
pub fn without_warmup<T>(readings: &[T], n: usize) -> &[T] {
    &readings[n.min(readings.len())..]
}
