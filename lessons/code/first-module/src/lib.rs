use pyo3::prelude::*;

/// My first module.
#[pymodule]
mod first {
    use pyo3::prelude::*;

    /// Return an approximation of pi from so many terms of Leibniz's series.
    #[pyfunction]
    fn pi(terms: u64) -> f64 {
        let mut sum = 0.0;
        let mut sign = 1.0;
        for k in 0..terms {
            sum += sign / (2.0 * k as f64 + 1.0);
            sign = -sign;
        }
        4.0 * sum
    }
}
