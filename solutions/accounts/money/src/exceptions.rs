//! The exceptions of the module. Python catches all of them as `AccountError`.

use pyo3::create_exception;
use pyo3::exceptions::PyException;

create_exception!(
    accounts,
    AccountError,
    PyException,
    "An account rejected a request."
);
create_exception!(
    accounts,
    InsufficientFunds,
    AccountError,
    "The balance is too low."
);
create_exception!(
    accounts,
    AccountBlocked,
    AccountError,
    "The account is blocked."
);
create_exception!(
    accounts,
    AccountClosed,
    AccountError,
    "The account is closed."
);
