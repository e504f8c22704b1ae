//! How often was it too hot?

#![allow(clippy::all)]

use std::cmp::Ordering;

/// Return how many of the readings are above the limit.
#[allow(dead_code)]
pub fn count_above(readings: &[f64], limit: f64) -> usize {
    let mut count = 0;
    for &reading in readings {
        match reading.partial_cmp(&limit) {
            Some(Ordering::Greater) => count += 1,
            _ => {}
        }
    }
    count
}
