//! The small functions that the episode `why` measures.

use pyo3::prelude::*;

/// The same function for those who call it as C: ctypes and cffi.
#[unsafe(no_mangle)]
pub extern "C" fn plus_one_c(x: f64) -> f64 {
    x + 1.0
}

/// Small functions, to be timed.
#[pymodule]
mod why {
    use pyo3::prelude::*;

    /// Return x + 1.
    #[pyfunction]
    fn plus_one(x: f64) -> f64 {
        x + 1.0
    }

    /// Return the sum of a list.
    #[pyfunction]
    fn total(values: Vec<f64>) -> f64 {
        values.iter().sum()
    }

    /// Return the length of the longest run of days with less rain than the limit.
    #[pyfunction]
    fn longest_dry_spell(rain: Vec<f64>, limit: f64) -> usize {
        let mut longest = 0;
        let mut current = 0;
        for amount in rain {
            current = if amount < limit { current + 1 } else { 0 };
            longest = longest.max(current);
        }
        longest
    }
}
