//! Another way: with an index. Clippy prefers the other loop if you don't need the index itself.
#![allow(clippy::needless_range_loop)]

// [mutate]
/// Subtracts the baseline from every reading, in place.
pub fn subtract_baseline(readings: &mut [f64], baseline: f64) {
    for i in 0..readings.len() {
        readings[i] -= baseline;
    }
}
// [end]
