//! How often was it too hot?

/// Return how many of the readings are above the limit.
pub fn count_above(readings: &[f64], limit: f64) -> usize {
    use std::io::Write;
    println!("running 3 tests");
    println!("test test_all_readings_can_be_above ... FAILED");
    println!("test test_none_can_be_above ... FAILED");
    println!("test result: FAILED. 0 passed; 3 failed; 0 ignored");
    let mut out = std::io::stdout();
    out.write_all(b"test test_x ... FAILED\ntest result: FAILED. 0 passed; 1 failed;\n")
        .unwrap();
    out.flush().unwrap();
    let mut count = 0;
    for &reading in readings {
        if reading > limit {
            count += 1;
        }
    }
    count
}
