use pyo3::prelude::*;

/// My first module.
#[pymodule]
mod first {
    use pyo3::prelude::*;

    /// Return how many kilometers away a storm is.
    ///
    /// Count the seconds from the lightning to the thunder.
    #[pyfunction]
    fn storm(seconds: f64) -> f64 {
        0.343 * seconds
    }
}
