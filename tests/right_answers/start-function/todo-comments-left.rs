//! Temperatures in the units that people use.

use pyo3::prelude::*;

/// Conversions of temperatures.
#[pymodule]
mod temperatures {
    use pyo3::prelude::*;

    // TODO 1: Python raises an AttributeError because it can't see this function. Export it.
    /// Return a temperature in kelvin, given one in degrees Celsius.
    #[pyfunction]
    fn to_kelvin(celsius: f64) -> f64 {
        celsius + 273.15
    }

    // TODO 2: write this function, which converts back. Export it, with a doc comment for `help`.
    /// Return a temperature in degrees Celsius, given one in kelvin.
    #[pyfunction]
    fn to_celsius(kelvin: f64) -> f64 {
        kelvin - 273.15
    }
}
