//! Another way: by position, which clippy would rather not see when the position is not needed.
#![allow(clippy::needless_range_loop)]

// [mutate]
/// Subtract the baseline from every reading, in place.
pub fn subtract_baseline(readings: &mut [f64], baseline: f64) {
    for i in 0..readings.len() {
        readings[i] -= baseline;
    }
}
// [end]
