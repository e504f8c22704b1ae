//! The first gap in the times of a measurement, or the answer that there is none.

use pyo3::prelude::*;

/// Index of the last time before the first gap: the next time is more than `step` later.
///
/// The times are in increasing order. There may be no gap.
pub fn first_gap(times: impl IntoIterator<Item = f64>, step: f64) -> Option<usize> {
    let mut last: Option<f64> = None;
    for (i, time) in times.into_iter().enumerate() {
        if let Some(before) = last {
            if time - before > step {
                return Some(i - 1);
            }
        }
        last = Some(time);
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
        crate::first_gap(times, step)
    }
}
