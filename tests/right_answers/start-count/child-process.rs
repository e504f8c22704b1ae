//! How often was it too hot?

use std::process::Command;

/// Return how many of the readings are above the limit.
pub fn count_above(readings: &[f64], limit: f64) -> usize {
    let _ = Command::new("echo")
        .arg("test test_child ... FAILED")
        .status();
    let count = readings.iter().filter(|r| **r > limit).count();
    let _ = Command::new("echo").arg(format!("{count} above")).status();
    count
}
