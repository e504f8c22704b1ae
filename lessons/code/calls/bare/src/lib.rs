//! A function that does nothing, and a class with one field, to be measured.

/// As little as a call into Rust can do.
#[pyo3::pymodule]
mod bare {
    use pyo3::prelude::*;

    /// Do nothing: only the call takes time.
    #[pyfunction]
    fn nothing() {}

    /// A bank account that only holds its balance.
    #[pyclass(module = "bare")]
    struct Account {
        #[pyo3(get)]
        balance: f64,
    }

    #[pymethods]
    impl Account {
        #[new]
        fn new(balance: f64) -> Self {
            Self { balance }
        }
    }
}
