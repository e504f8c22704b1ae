//! Temperatures in the units that people use.

use pyo3::prelude::*;

/// Conversions of temperatures.
#[pymodule]
mod temperatures {
    use pyo3::prelude::*;

    /// Return a temperature in kelvin, given one in degrees Celsius.
    #[pyfunction]
    fn to_kelvin(celsius: f64) -> f64 {
        celsius + 273.15
    }

    /// Return a temperature in degrees Celsius, given one in kelvin.
    #[pyfunction]
    fn to_celsius(kelvin: f64) -> f64 {
        /// Return a temperature.
        kelvin
            - 273.15
    }
}
