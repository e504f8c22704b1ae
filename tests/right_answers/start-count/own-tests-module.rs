//! How often was it too hot?

/// Return how many of the readings are above the limit.
pub fn count_above(readings: &[f64], limit: f64) -> usize {
    let mut count = 0;
    for &reading in readings {
        count += if reading > limit { 1 } else { 0 };
    }
    count
}

#[cfg(test)]
mod tests {
    use super::count_above;

    #[test]
    fn test_two() {
        assert_eq!(count_above(&[1.0, 2.0, 3.0], 1.5), 2);
    }
}
