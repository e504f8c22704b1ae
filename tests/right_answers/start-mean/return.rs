//! Another way: with an index and `while`, and an early `return`.

// [mean]
/// Return the mean of the readings that are not the fill value -999.0.
///
/// It is NaN if no such reading exists.
pub fn mean_without_fill(readings: &[f64]) -> f64 {
    let mut total = 0.0;
    let mut count = 0;
    let mut i = 0;
    while i < readings.len() {
        if readings[i] != -999.0 {
            total += readings[i];
            count += 1;
        }
        i += 1;
    }
    if count == 0 {
        return f64::NAN;
    }
    total / count as f64
}
// [end]
