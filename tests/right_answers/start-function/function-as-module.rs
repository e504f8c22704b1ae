//! Temperatures in the units that people use.

use pyo3::prelude::*;

#[doc = "Kelvin from Celsius."]
#[pyfunction]
fn to_kelvin(celsius: f64) -> f64 {
    celsius + 273.15f64
}

/// Return a temperature
/// in degrees Celsius.
///
/// The argument is in kelvin.
#[pyfunction]
fn to_celsius(kelvin: f64) -> f64 {
    kelvin - 273.15f64
}

/// Conversions of temperatures.
#[pymodule]
fn temperatures(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(to_kelvin, module)?)?;
    module.add_function(wrap_pyfunction!(to_celsius, module)?)
}
