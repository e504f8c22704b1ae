//! Temperatures in the units that people use.

use pyo3::prelude::*;

/// Conversions of temperatures.
#[pymodule]
mod temperatures {
    use pyo3::prelude::*;

    /// Return a temperature in kelvin, given one in degrees Celsius.
    #[pyfunction]
    fn to_kelvin(celsius: f64) -> f64 {
        super::add_zero(celsius)
    }

    /// Return a temperature in degrees Celsius, given one in kelvin.
    #[pyfunction]
    fn to_celsius(kelvin: f64) -> f64 {
        super::subtract_zero(kelvin)
    }
}

#[allow(dead_code)]
fn add_zero(x: f64) -> f64 {
    x + 273.15
}

pub fn subtract_zero(x: f64) -> f64 {
    x - 273.15
}

#[cfg(test)]
mod tests {
    #[test]
    fn test_zero() {
        assert_eq!(super::add_zero(0.0), 273.15);
    }
}
