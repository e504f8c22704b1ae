//! The account of `account.rs`, as a Python class.

use pyo3::prelude::*;

use crate::account;
use crate::decimal::Money;
use crate::error::AccountError;
use crate::money::show_cents;
use crate::transfer::transfer;

/// A bank account, opened with a balance, which may go down to `-limit`.
#[pyclass(module = "accounts")]
pub struct Account {
    inner: account::Account,
}

#[pymethods]
impl Account {
    #[new]
    #[pyo3(signature = (balance, *, limit=Money(0)), text_signature = "(balance, *, limit=0)")]
    fn new(balance: Money, limit: Money) -> Result<Self, AccountError> {
        let inner = account::Account::new(balance.0, limit.0)?;
        Ok(Self { inner })
    }

    /// Add an amount to the balance.
    fn deposit(&mut self, amount: Money) -> Result<(), AccountError> {
        self.inner.deposit(amount.0)
    }

    /// Subtract an amount from the balance.
    fn withdraw(&mut self, amount: Money) -> Result<(), AccountError> {
        self.inner.withdraw(amount.0)
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
    fn transfer(&mut self, to: &mut Account, amount: Money) -> Result<(), AccountError> {
        transfer(&mut self.inner, &mut to.inner, amount.0)
    }

    /// Return the balance.
    fn get_balance(&self) -> Money {
        Money(self.inner.balance())
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
        let (balance, status) = (show_cents(self.inner.balance()), self.inner.status().name());
        format!("Account(balance=Decimal('{balance}'), status='{status}')")
    }

    fn __eq__(&self, other: &Account) -> bool {
        self.inner == other.inner
    }
}
