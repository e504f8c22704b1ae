//! The first readings of a run come from a cold sensor: leave them out, without a copy.

/// The readings after the first `n`.
pub fn without_warmup(mut readings: &[f64], n: usize) -> &[f64] {
    let n = if n > readings.len() {
        readings.len()
    } else {
        n
    };
    readings = &readings[n..];
    readings
}
