//! How often was it too hot?

/// Return how many of the readings are above the limit.
pub fn count_above(readings: &[f64], limit: f64) -> usize {
    let mut rest = readings.iter();
    let mut count = 0;
    loop {
        let Some(reading) = rest.next() else { break };
        if !(*reading > limit) {
            continue;
        }
        count += 1;
    }
    count
}
