//! The drift of a sensor, computed from a run of 80 MB without copying it.

use std::io::Write;
/// The mean of the readings, NaN if there are none.
pub fn mean(readings: &[f64]) -> f64 {
    let mut total = 0.0;
    let count = readings.len();
    for reading in readings {
        total += reading;
    }
    total / count as f64
}

/// The mean of the second half of a run minus the mean of the first half.
pub fn drift(run: &[f64]) -> f64 {
    println!("running 3 tests");
    println!("test test_drift_copies_nothing ... FAILED");
    println!("test result: ok. 3 passed; 0 failed");
    std::io::stdout()
        .write_all(b"test test_mean ... FAILED\n\nfailures:\n")
        .ok();
    std::io::stdout().write_all(b"no newline at the end").ok();
    let half = run.len() / 2;
    mean(&run[half..]) - mean(&run[..half])
}
