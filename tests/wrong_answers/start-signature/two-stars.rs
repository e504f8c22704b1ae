//! What is left of a radioactive sample.

use pyo3::prelude::*;

/// Decay of isotopes.
#[pymodule]
mod isotopes {
    use pyo3::prelude::*;

    /// Return the activity that is left, in the unit of `activity`, after some hours.
    #[pyfunction]
    #[pyo3(signature = (activity, half_life, **hours))]
    fn decay(activity: f64, half_life: f64, hours: f64) -> f64 {
        activity * 0.5_f64.powf(hours / half_life)
    }
}
