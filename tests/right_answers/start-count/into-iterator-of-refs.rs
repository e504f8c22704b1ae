//! How often was it too hot?

/// Return how many of the readings are above the limit.
pub fn count_above<'a>(readings: impl IntoIterator<Item = &'a f64>, limit: f64) -> usize {
    readings.into_iter().filter(|r| **r > limit).count()
}
