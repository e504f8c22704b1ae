//! The first gap in the times of a measurement, or the answer that there is none.

use pyo3::prelude::*;

/// Index of the last time before the first gap: the next time is more than `step` later.
///
/// The times are in increasing order. There may be no gap.
pub fn first_gap(times: &[f64], step: f64) -> Option(usize) {
    for next in 1..times.len() {
        if times[next] - times[next - 1] > step {
            return Some(next - 1);
        }
    }
    None
}

/// Times of a measurement, in seconds.
#[pymodule]
mod times {
    use pyo3::prelude::*;

    /// Return the index of the last time before the first gap, or None if there is no gap.
    #[pyfunction]
    fn first_gap(times: Vec<f64>, step: f64) -> Option<usize> {
        crate::first_gap(&times, step)
    }
}
