//! The account of `account.rs`, as a Python class.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::account;
use crate::error::AccountError;
use crate::transfer::transfer;

/// A bank account, opened with a balance, which may go down to `-limit`.
#[pyclass(module = "accounts")]
pub struct Account {
    /// The account in plain Rust.
    pub inner: account::Account,
}

#[pymethods]
impl Account {
    /// Open an account.
    #[new]
    #[pyo3(signature = (balance, *, limit=0.0))]
    pub fn new(balance: f64, limit: f64) -> Result<Self, AccountError> {
        let inner = account::Account::new(balance, limit)?;
        Ok(Self { inner })
    }

    /// Add an amount to the balance.
    fn deposit(&mut self, amount: f64) -> Result<(), AccountError> {
        self.inner.deposit(amount)
    }

    /// Subtract an amount from the balance.
    fn withdraw(&mut self, amount: f64) -> Result<(), AccountError> {
        self.inner.withdraw(amount)
    }

    /// Block the account for a reason.
    fn block(&mut self, reason: String) -> Result<(), AccountError> {
        self.inner.block(reason)
    }

    /// Close the account: it allows neither deposits nor withdrawals anymore.
    fn close(&mut self) {
        self.inner.close();
    }

    /// Transfer an amount to another account.
    pub fn transfer(slf: &Bound<'_, Self>, to: &Bound<'_, Self>, amount: f64) -> PyResult<()> {
        let mut payer = slf.try_borrow_mut()?;
        let mut payee = to.try_borrow_mut()?;
        if slf.is(to) {
            return Err(PyValueError::new_err("both accounts are the same one"));
        }
        transfer(&mut payer.inner, &mut payee.inner, amount)?;
        Ok(())
    }

    /// Return the balance.
    fn get_balance(&self) -> f64 {
        self.inner.balance()
    }

    /// Whether the balance is below zero.
    #[getter]
    fn overdrawn(&self) -> bool {
        self.inner.overdrawn()
    }

    /// Status of the account: "open", "blocked" or "closed".
    #[getter]
    fn status(&self) -> &str {
        self.inner.status().name()
    }

    fn __repr__(&self) -> String {
        let (balance, status) = (self.inner.balance(), self.inner.status().name());
        format!("Account(balance={balance:?}, status='{status}')")
    }

    fn __eq__(&self, other: &Account) -> bool {
        self.inner == other.inner
    }
}
