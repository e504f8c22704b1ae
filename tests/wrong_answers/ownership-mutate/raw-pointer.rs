//! A sensor reads a little too high: subtract its baseline from a run, in place.

/// Subtracts the baseline from every reading, in place.
pub fn subtract_baseline(readings: &[f64], baseline: f64) {
    for i in 0..readings.len() {
        unsafe {
            *(readings.as_ptr().add(i) as *mut f64) -= baseline;
        }
    }
}
