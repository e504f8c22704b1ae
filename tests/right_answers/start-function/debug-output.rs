//! Temperatures in the units that people use.

use pyo3::prelude::*;

/// Conversions of temperatures.
#[pymodule]
mod temperatures {
    use pyo3::prelude::*;

    /// Return a temperature in kelvin, given one in degrees Celsius.
    #[pyfunction]
    fn to_kelvin(celsius: f64) -> f64 {
        println!("test test_to_kelvin ... FAILED");
        eprintln!("{celsius}");
        celsius + 273.15
    }

    /// Return a temperature in degrees Celsius, given one in kelvin.
    #[pyfunction]
    fn to_celsius(kelvin: f64) -> f64 {
        println!("=== 1 failed, 3 passed in 0.01s ===");
        let _ = std::io::Write::write_all(&mut std::io::stdout(), b"running 3 tests\n");
        dbg!(kelvin) - 273.15
    }
}
