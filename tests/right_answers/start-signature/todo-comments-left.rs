//! What is left of a radioactive sample.

use pyo3::prelude::*;

/// Decay of isotopes.
#[pymodule]
mod isotopes {
    use pyo3::prelude::*;

    // TODO 1: `help(decay)` does not show this sentence:
    /// Return the activity that is left, in the unit of `activity`, after some hours.
    #[pyfunction]
    // TODO 2: nobody can read what 12 means in `decay(400, 6, 12)`. Let Python accept only
    // `decay(400, 6, hours=12)`. If `hours` is left out, it is one hour.
    #[pyo3(signature = (activity, half_life, *, hours=1.0))]
    fn decay(activity: f64, half_life: f64, hours: f64) -> f64 {
        activity * 0.5_f64.powf(hours / half_life)
    }
}
