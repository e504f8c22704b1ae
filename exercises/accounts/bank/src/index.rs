//! Indices as in Python: -1 is the last item.

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;

/// Return where an item is in a vector of this length. Raises IndexError if there is none.
pub fn position(index: isize, length: usize) -> PyResult<usize> {
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
