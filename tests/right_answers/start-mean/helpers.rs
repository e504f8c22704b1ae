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

#[allow(clippy::float_cmp)]
fn without_fill(readings: &[f64]) -> Vec<f64> {
    let mut good = Vec::new();
    for &r in readings {
        if r != -999.0 {
            good.push(r);
        }
    }
    good
}

/// Return the mean of the readings that are not the fill value -999.0.
///
/// It is NaN if no such reading exists.
pub fn mean_without_fill(readings: &[f64]) -> f64 {
    let good = without_fill(readings);
    let n = good.len();
    if n == 0 {
        f64::NAN
    } else {
        let mut sum = 0.0;
        for value in good {
            sum += value;
        }
        sum / n as f64
    }
}
