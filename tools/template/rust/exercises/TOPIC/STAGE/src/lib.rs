//! The largest step between readings that follow each other.

/// The largest step up or down; 0 where there are less than two readings.
pub fn largest_step(readings: &[f64]) -> f64 {
    // TODO: compare each reading with the one before it.
    let _ = readings;
    0.0
}
