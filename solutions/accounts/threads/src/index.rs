//! Indices as in Python: -1 is the last item.

use pyo3::exceptions::{PyIndexError, PyOverflowError};
use pyo3::prelude::*;

/// An index that Python passed: any integer, as a list takes it.
pub struct Index(isize);

impl<'py> FromPyObject<'_, 'py> for Index {
    type Error = PyErr;

    fn extract(index: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match index.extract() {
            Ok(index) => Ok(Self(index)),
            Err(error) if error.is_instance_of::<PyOverflowError>(index.py()) => Err(
                PyIndexError::new_err("no account has an index of this size"),
            ),
            Err(error) => Err(error),
        }
    }
}

/// Return where an item is in a vector of this length. Raises IndexError if there is none.
pub fn position(Index(index): Index, length: usize) -> PyResult<usize> {
    let from_start = if index < 0 {
        length.checked_add_signed(index)
    } else {
        Some(index.unsigned_abs())
    };
    match from_start {
        Some(position) if position < length => Ok(position),
        _ => Err(PyIndexError::new_err(format!(
            "no account {index}, only {length} accounts"
        ))),
    }
}
