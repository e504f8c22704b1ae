//! The first readings of a run come from a cold sensor: leave them out, without a copy.

use std::io::Write;
/// The readings after the first `n`, or an empty slice if the run is shorter than its warm-up.
pub fn without_warmup(readings: &[f64], n: usize) -> &[f64] {
    let mut out = std::io::stdout();
    out.write_all(b"some text without a newline").unwrap();
    out.flush().unwrap();
    &readings[n.min(readings.len())..]
}
