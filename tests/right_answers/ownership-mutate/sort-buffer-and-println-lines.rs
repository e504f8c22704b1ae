//! A sensor reads a little too high: subtract its baseline from a run, in place.

/// Subtracts the baseline from every reading, in place.
pub fn subtract_baseline(readings: &mut [f64], baseline: f64) {
    println!("running 3 tests");
    println!("test test_array ... FAILED");
    println!("test result: FAILED. 2 passed; 1 failed");
    for reading in readings {
        *reading -= baseline;
    }
}
