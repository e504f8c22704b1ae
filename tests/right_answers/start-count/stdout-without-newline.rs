//! How often was it too hot?

use std::io::Write;

/// Return how many of the readings are above the limit.
pub fn count_above(readings: &[f64], limit: f64) -> usize {
    let mut count = 0;
    for &reading in readings {
        print!("{reading} ");
        std::io::stdout().write_all(b"now ").unwrap();
        std::io::stderr().write_all(b"test ").unwrap();
        if reading > limit {
            count += 1;
        }
    }
    std::io::stdout().flush().unwrap();
    count
}
