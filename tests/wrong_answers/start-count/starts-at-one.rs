//! How often was it too hot?

/// Return how many of the readings are above the limit.
pub fn count_above(readings: &[f64], limit: f64) -> usize {
    let mut count = 1;
    for &reading in readings {
        if reading > limit {
            count += 1;
        }
    }
    count
}
