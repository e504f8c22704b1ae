//! Another way: count in floats. 0.0 / 0.0 is NaN, so no `if` is needed at the end.

// [mean]
/// Mean of the readings, without the fill value -999.0. It is NaN if there is no other reading.
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
