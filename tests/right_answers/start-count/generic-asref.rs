//! How often was it too hot?

/// Return how many of the readings are above the limit.
pub fn count_above<T: AsRef<[f64]> + ?Sized>(readings: &T, limit: f64) -> usize {
    let mut count = 0;
    for reading in readings.as_ref().iter() {
        if *reading > limit {
            count += 1;
        }
    }
    count
}
