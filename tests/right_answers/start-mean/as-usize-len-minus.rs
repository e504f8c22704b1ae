//! The mean of a series with gaps, translated from Python:
//!
//! ```python
//! def mean_without_fill(readings):
//!     total = 0.0
//!     count = 0
//!     for reading in readings:
//!         if reading != -999.0:
//!             total += reading
//!             count += 1
//!     return total / count if count > 0 else math.nan
//! ```

/// Return the mean of the readings that are not the fill value -999.0.
///
/// It is NaN if no such reading exists.
pub fn mean_without_fill(readings: &[f64]) -> f64 {
    let gaps = readings.iter().filter(|r| **r == -999.0).count();
    let count = readings.len() - gaps;
    if count == 0 {
        f64::NAN
    } else {
        let total: f64 = readings.iter().filter(|r| **r != -999.0).sum();
        total / count as f64
    }
}
