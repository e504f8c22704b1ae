//! How often was it too hot?

/// Return how many of the readings are above the limit.
pub fn count_above(readings: &[f64], limit: f64) -> usize {
    let mut hot: Vec<f64> = readings.iter().copied().filter(|r| *r > limit).collect();
    hot.sort_by(f64::total_cmp);
    hot.dedup();
    hot.len()
}
