//! How fast this CPU computes with floats that stay in its registers.

use std::hint::black_box;

const LANES: usize = 48;

/// Do `2 * LANES * rounds` operations, half of them additions, and return how many they were.
pub fn compute(rounds: u64) -> u64 {
    let (factor, term) = (black_box(0.999_999_9), black_box(1e-7));
    let mut values = [1.0; LANES];
    for _ in 0..rounds {
        for value in &mut values {
            *value = *value * factor + term;
        }
    }
    black_box(values);
    2 * LANES as u64 * rounds
}
