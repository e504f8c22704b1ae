//! Another way: count in floats, and let 0.0 / 0.0 be the NaN that it is.

// [mean]
/// Mean of the readings that are below the limit, NaN where there are none.
pub fn mean_below(readings: &[f64], limit: f64) -> f64 {
    let mut total = 0.0;
    let mut count = 0.0;
    for &reading in readings {
        if reading < limit {
            total += reading;
            count += 1.0;
        }
    }
    total / count
}
// [end]
