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
    mean_and_left_out(readings).0
}

/// Return the mean, and how many readings were left out.
pub fn mean_and_left_out(readings: &[f64]) -> (f64, usize) {
    let mut total = 0.0;
    let mut count = 0;
    let mut left_out = 0;
    for &reading in readings {
        if reading == -999.0 {
            left_out += 1;
        } else {
            total += reading;
            count += 1;
        }
    }
    let mean = if count > 0 {
        total / count as f64
    } else {
        f64::NAN
    };
    (mean, left_out)
}
