//! Temperatures in the units that people ask for.

use pyo3::prelude::*;

/// Conversions of temperatures.
#[pymodule]
mod temperatures {
    use pyo3::prelude::*;

    // TODO 1: Python says AttributeError: it does not see this function. Export it.
    /// Return a temperature in kelvin, given one in degrees Celsius.
    fn to_kelvin(celsius: f64) -> f64 {
        celsius + 273.15
    }

    // TODO 2: add `to_celsius`, the way back, with a sentence for `help`.
}
