//! What is left of a radioactive sample.

use pyo3::prelude::*;

/// Decay of isotopes.
#[pymodule]
mod isotopes {
    use pyo3::prelude::*;

    /// Return the activity that is left, in the unit of `activity`, after some hours.
    #[pyfunction]
    #[pyo3(signature = (activity, half_life, *, hours=1.0))]
    fn decay(activity: f64, half_life: f64, hours: f64) -> f64 {
        super::left(activity, half_life, hours)
    }
}

/// What is left.
pub fn left(activity: f64, half_life: f64, hours: f64) -> f64 {
    activity * 0.5_f64.powf(hours / half_life)
}

#[cfg(test)]
mod tests {
    #[test]
    fn test_half() {
        assert_eq!(super::left(4.0, 1.0, 1.0), 2.0);
    }
}
