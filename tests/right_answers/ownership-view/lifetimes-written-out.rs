//! The first readings of a run come from a cold sensor: leave them out, without a copy.

#![allow(clippy::needless_lifetimes)]
/// The readings after the first `n`.
pub fn without_warmup<'a>(readings: &'a [f64], n: usize) -> &'a [f64] {
    if n >= readings.len() {
        &[]
    } else {
        &readings[n..]
    }
}
