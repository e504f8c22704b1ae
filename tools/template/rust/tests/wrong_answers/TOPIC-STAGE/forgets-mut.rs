//! The largest step between readings that follow each other.

/// The largest step up or down; 0 where there are less than two readings.
pub fn largest_step(readings: &[f64]) -> f64 {
    let largest = 0.0;
    for i in 1..readings.len() {
        let step = (readings[i] - readings[i - 1]).abs();
        if step > largest {
            largest = step;
        }
    }
    largest
}
