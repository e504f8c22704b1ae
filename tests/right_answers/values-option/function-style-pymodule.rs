//! The first gap in the times of a measurement.
use pyo3::prelude::*;

/// Index of the last time before the first gap.
pub fn first_gap(times: &[f64], step: f64) -> Option<usize> {
    for (i, w) in times.windows(2).enumerate() {
        if w[1] - w[0] > step {
            return Some(i);
        }
    }
    None
}

/// Return the index of the last time before the first gap, or None if there is no gap.
#[pyfunction]
#[pyo3(name = "first_gap")]
fn first_gap_py(times: Vec<f64>, step: f64) -> Option<usize> {
    first_gap(&times, step)
}

/// Times of a measurement, in seconds.
#[pymodule]
fn times(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(first_gap_py, m)?)
}
