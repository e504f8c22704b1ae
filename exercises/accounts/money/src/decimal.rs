//! Money at the boundary: a `decimal.Decimal` in Python, cents in Rust.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyInt, PyType};

use crate::money::{parse_cents, show_cents};

/// No amount of money has more digits before its point than this, or more places after it.
const TOO_MANY_DIGITS: i64 = 30;

/// An amount of money. Python passes a `Decimal` or an `int`, and gets a `Decimal`.
pub struct Money(pub i64);

impl<'py> FromPyObject<'_, 'py> for Money {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let class = decimal_class(value.py())?;
        let is_int = value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>();
        if !is_int && !value.is_instance(class)? {
            let found = value.get_type().name()?;
            let text = format!("pass a Decimal such as Decimal('0.10'), or an int, not a {found}");
            return Err(PyTypeError::new_err(text));
        }
        let amount = class.call1((value,))?;
        // In full, `1e999999999` would fill the memory.
        let exponent: i64 = amount.call_method0("adjusted")?.extract()?;
        if exponent.abs() > TOO_MANY_DIGITS {
            return Err(PyValueError::new_err(format!(
                "{amount} has too many digits"
            )));
        }
        let text: String = amount.call_method1("__format__", ("f",))?.extract()?;
        Ok(Self(parse_cents(&text)?))
    }
}

impl<'py> IntoPyObject<'py> for Money {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        decimal_class(py)?.call1((show_cents(self.0),))
    }
}

/// Return Python's class `decimal.Decimal`.
fn decimal_class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "decimal", "Decimal")
}
