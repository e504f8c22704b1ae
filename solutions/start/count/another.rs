//! Another way: with an index and `while`.

// [count]
/// Return how many of the readings are above the limit.
pub fn count_above(readings: &[f64], limit: f64) -> usize {
    let mut count = 0;
    let mut i = 0;
    while i < readings.len() {
        count += if readings[i] > limit { 1 } else { 0 };
        i += 1;
    }
    count
}
// [end]
