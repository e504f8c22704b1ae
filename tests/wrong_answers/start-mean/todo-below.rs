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
    todo!()
}
