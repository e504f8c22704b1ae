//! Another way: by position, with `while`.

// [count]
/// How many of the readings are above the limit.
pub fn count_above(readings: &[f64], limit: f64) -> usize {
    let mut count = 0;
    let mut position = 0;
    while position < readings.len() {
        count += if readings[position] > limit { 1 } else { 0 };
        position += 1;
    }
    count
}
// [end]
