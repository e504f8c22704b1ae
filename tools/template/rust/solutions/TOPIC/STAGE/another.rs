//! The largest step between readings that follow each other.

/// The largest step up or down; 0 where there are less than two readings.
pub fn largest_step(readings: &[f64]) -> f64 {
    let mut largest: f64 = 0.0;
    for pair in readings.windows(2) {
        largest = largest.max((pair[1] - pair[0]).abs());
    }
    largest
}
