//! The mean of the readings below a limit, translated from Python:
//!
//! ```python
//! def mean_below(readings, limit):
//!     total = 0.0
//!     count = 0
//!     for reading in readings:
//!         if reading < limit:
//!             total += reading
//!             count += 1
//!     return total / count if count else math.nan
//! ```

/// Mean of the readings that are below the limit, NaN where there are none.
pub fn mean_below(readings: &[f64], limit: f64) -> f64 {
    let mut total = 0.0;
    let mut count = 0;
    for &reading in readings {
        if reading < limit {
            total += reading;
            count += 1;
        }
    }
    if count > 0 {
        total / count as f64
    }
    f64::NAN
}
