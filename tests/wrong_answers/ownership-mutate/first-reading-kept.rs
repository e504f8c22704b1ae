//! A sensor reads a little too high: subtract its baseline from a run, in place.

/// Subtracts the baseline from every reading, in place.
pub fn subtract_baseline(readings: &mut [f64], baseline: f64) {
    let first = &readings[0];
    for reading in readings.iter_mut() {
        *reading -= baseline;
    }
    println!("{first}");
}
