//! A bank account that is always valid.

use crate::error::AccountError;
use crate::rules;
use crate::status::Status;

/// A bank account. Its balance is finite, and never below `-limit`.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    balance: f64,
    limit: f64,
    status: Status,
}

impl Account {
    /// Open an account with a balance, which may go down to `-limit`.
    pub fn new(balance: f64, limit: f64) -> Result<Self, AccountError> {
        if !limit.is_finite() || limit < 0.0 {
            let found = format!("the limit must be finite and not negative, not {limit:?}");
            return Err(AccountError::Invalid(found));
        }
        if !balance.is_finite() || balance < -limit {
            let found = format!("the balance must be finite and not below -limit, not {balance:?}");
            return Err(AccountError::Invalid(found));
        }
        Ok(Self {
            balance,
            limit,
            status: Status::Open,
        })
    }

    /// Return the balance.
    pub fn balance(&self) -> f64 {
        self.balance
    }

    /// Return whether the balance is below zero.
    pub fn overdrawn(&self) -> bool {
        self.balance < 0.0
    }

    /// Return the status.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// Return the balance after a deposit, without making it.
    pub fn after_deposit(&self, amount: f64) -> Result<f64, AccountError> {
        rules::check_amount(amount)?;
        self.status.check_not_closed()?;
        let after = self.balance + amount;
        if after.is_infinite() {
            let found = format!("the balance must stay finite, with a deposit of {amount:?}");
            return Err(AccountError::Invalid(found));
        }
        Ok(after)
    }

    /// Return the balance after a withdrawal, without making it.
    pub fn after_withdrawal(&self, amount: f64) -> Result<f64, AccountError> {
        rules::check_amount(amount)?;
        self.status.check_withdrawal()?;
        rules::after_withdrawal(self.balance, self.limit, amount)
    }

    /// Add an amount to the balance, or change nothing.
    pub fn deposit(&mut self, amount: f64) -> Result<(), AccountError> {
        self.balance = self.after_deposit(amount)?;
        Ok(())
    }

    /// Subtract an amount from the balance, or change nothing.
    pub fn withdraw(&mut self, amount: f64) -> Result<(), AccountError> {
        self.balance = self.after_withdrawal(amount)?;
        Ok(())
    }

    /// Block the account for a reason. A closed account stays closed, which is an Err.
    pub fn block(&mut self, reason: String) -> Result<(), AccountError> {
        self.status.check_not_closed()?;
        self.status = Status::Blocked(reason);
        Ok(())
    }

    /// Close the account.
    pub fn close(&mut self) {
        self.status = Status::Closed;
    }
}
