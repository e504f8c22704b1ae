//! How often was it too hot?

/// Return how many of the readings are above the limit.
fn count_above(readings: &[f64], limit: f64) -> usize {
    readings.iter().filter(|r| **r > limit).count()
}
