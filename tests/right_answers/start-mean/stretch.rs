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
    let mut total = 0.0;
    let mut count = 0;
    for &reading in readings {
        if reading != -999.0 {
            total += reading;
            count += 1;
        }
    }
    if count > 0 {
        total / count as f64
    } else {
        f64::NAN
    }
}

/// Return the same mean, and how many readings are the fill value.
pub fn mean_and_left_out(readings: &[f64]) -> (f64, usize) {
    let mut left_out = 0;
    for &reading in readings {
        if reading == -999.0 {
            left_out += 1;
        }
    }
    (mean_without_fill(readings), left_out)
}
