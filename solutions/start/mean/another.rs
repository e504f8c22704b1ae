//! Another way: count in floats. 0.0 / 0.0 is NaN, so no `if` is needed at the end.

// [mean]
/// Return the mean of the readings that are not the fill value -999.0.
///
/// It is NaN if no such reading exists.
pub fn mean_without_fill(readings: &[f64]) -> f64 {
    let mut total = 0.0;
    let mut count = 0.0;
    for &reading in readings {
        if reading != -999.0 {
            total += reading;
            count += 1.0;
        }
    }
    total / count
}
// [end]
