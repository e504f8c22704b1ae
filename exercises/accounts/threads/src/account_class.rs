//! The account of `account.rs`, as a Python class.

use std::ptr;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::account;
use crate::transfer::transfer;

// TODO 1: `deposit_many` detaches while it holds `&mut self`, so a second thread that uses this
// account gets "Already borrowed". Make the class frozen, with a `Mutex` around `inner`, which
// `new` makes with `Mutex::new`.
/// A bank account, opened with a balance, which may go down to `-limit`.
#[pyclass(module = "accounts")]
pub struct Account {
    inner: account::Account,
}

#[pymethods]
impl Account {
    /// Open an account.
    #[new]
    #[pyo3(signature = (balance, *, limit=0.0))]
    pub fn new(balance: f64, limit: f64) -> PyResult<Self> {
        let inner = account::Account::new(balance, limit)?;
        Ok(Self { inner })
    }

    // TODO 2: each method that changes the account takes `&self`, and locks the account with
    // `lock` of `locks.rs`: `deposit`, `withdraw`, `block`, `close`, and `copy` below. It is the
    // same change in each of them, so search and replace helps.

    /// Add an amount to the balance.
    fn deposit(&mut self, amount: f64) -> PyResult<()> {
        Ok(self.inner.deposit(amount)?)
    }

    /// Add all amounts to the balance, or none. Other Python threads run meanwhile.
    fn deposit_many(&mut self, py: Python<'_>, amounts: Vec<f64>) -> PyResult<()> {
        // TODO 3: lock the account inside the closure, so that the guard is dropped in it, too.
        py.detach(|| {
            let mut changed = self.inner.clone();
            for amount in amounts {
                changed.deposit(amount)?;
            }
            self.inner = changed;
            Ok(())
        })
    }

    /// Subtract an amount from the balance.
    fn withdraw(&mut self, amount: f64) -> PyResult<()> {
        Ok(self.inner.withdraw(amount)?)
    }

    /// Block the account for a reason.
    fn block(&mut self, reason: String) -> PyResult<()> {
        Ok(self.inner.block(reason)?)
    }

    /// Close the account: it allows neither deposits nor withdrawals anymore.
    fn close(&mut self) -> PyResult<()> {
        self.inner.close();
        Ok(())
    }

    /// Transfer an amount to another account.
    pub fn transfer(slf: &Bound<'_, Self>, to: &Bound<'_, Self>, amount: f64) -> PyResult<()> {
        if slf.is(to) {
            return Err(PyValueError::new_err("both accounts are the same one"));
        }
        // TODO 4: `lock_both` locks `inner` of `slf.get()` and of `to.get()`.
        let mut payer = slf.try_borrow_mut()?;
        let mut payee = to.try_borrow_mut()?;
        Ok(transfer(&mut payer.inner, &mut payee.inner, amount)?)
    }

    /// Return the balance.
    fn get_balance(&self) -> PyResult<f64> {
        Ok(self.copy()?.balance())
    }

    /// Whether the balance is below zero.
    #[getter]
    fn overdrawn(&self) -> PyResult<bool> {
        Ok(self.copy()?.overdrawn())
    }

    /// Status of the account: "open", "blocked" or "closed".
    #[getter]
    fn status(&self) -> PyResult<String> {
        Ok(self.copy()?.status().name().to_string())
    }

    fn __repr__(&self) -> PyResult<String> {
        let copy = self.copy()?;
        let (balance, status) = (copy.balance(), copy.status().name());
        Ok(format!("Account(balance={balance:?}, status='{status}')"))
    }

    fn __eq__(&self, other: &Account) -> PyResult<bool> {
        // An account equals itself, also while another thread changes it.
        Ok(ptr::eq(self, other) || self.copy()? == other.copy()?)
    }
}

impl Account {
    /// Return a copy of the account in plain Rust, as it is at this moment.
    pub fn copy(&self) -> PyResult<account::Account> {
        Ok(self.inner.clone())
    }
}
