//! Temperatures in the units that people use.

use pyo3::prelude::*;

/// Return a temperature in kelvin, given one in degrees Celsius.
#[pyfunction]
fn to_kelvin(celsius: f64) -> f64 {
    celsius + 273.15
}

/// Return a temperature in degrees Celsius, given one in kelvin.
#[pyfunction]
fn to_celsius(kelvin: f64) -> f64 {
    kelvin - 273.15
}

/// Conversions of temperatures.
#[pymodule]
fn temperatures(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(to_kelvin, m)?)?;
    m.add_function(wrap_pyfunction!(to_celsius, m)?)?;
    Ok(())
}
