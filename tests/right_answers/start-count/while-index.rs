//! How often was it too hot?

/// Return how many of the readings are above the limit.
pub fn count_above(readings: &[f64], limit: f64) -> usize {
    let mut i = 0;
    let mut count = 0;
    while i < readings.len() {
        if limit < readings[i] {
            count += 1;
        }
        i += 1;
    }
    count
}
