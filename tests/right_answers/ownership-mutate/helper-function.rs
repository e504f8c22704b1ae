//! A sensor reads a little too high: subtract its baseline from a run, in place.

fn correct(reading: &mut f64, baseline: f64) {
    *reading -= baseline;
}

/// Subtracts the baseline from every reading, in place.
pub fn subtract_baseline(readings: &mut [f64], baseline: f64) {
    for reading in readings {
        correct(reading, baseline);
    }
}
