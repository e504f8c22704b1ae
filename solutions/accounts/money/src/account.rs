//! A bank account that is always valid.

use crate::error::AccountError;
use crate::money::{add_cents, show_cents};
use crate::rules;
use crate::status::Status;

/// A bank account, in cents. Its balance is never below `-limit`.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    balance: i64,
    limit: i64,
    status: Status,
}

impl Account {
    /// Open an account with a balance, which may go down to `-limit`.
    pub fn new(balance: i64, limit: i64) -> Result<Self, AccountError> {
        if limit < 0 {
            let found = format!("the limit must not be negative: {}", show_cents(limit));
            return Err(AccountError::Invalid(found));
        }
        if balance < -limit {
            let found = format!("the balance is below the limit: {}", show_cents(balance));
            return Err(AccountError::Invalid(found));
        }
        Ok(Self {
            balance,
            limit,
            status: Status::Open,
        })
    }

    /// Return the balance.
    pub fn balance(&self) -> i64 {
        self.balance
    }

    /// Return whether the balance is below zero.
    pub fn overdrawn(&self) -> bool {
        self.balance < 0
    }

    /// Return the status.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// Return the balance after a deposit, without making it.
    pub fn after_deposit(&self, amount: i64) -> Result<i64, AccountError> {
        rules::check_amount(amount)?;
        if self.status == Status::Closed {
            return Err(AccountError::Closed);
        }
        add_cents(self.balance, amount)
    }

    /// Return the balance after a withdrawal, without making it.
    pub fn after_withdrawal(&self, amount: i64) -> Result<i64, AccountError> {
        rules::check_amount(amount)?;
        self.status.check_withdrawal()?;
        rules::after_withdrawal(self.balance, self.limit, amount)
    }

    /// Add an amount to the balance, or change nothing.
    pub fn deposit(&mut self, amount: i64) -> Result<(), AccountError> {
        self.balance = self.after_deposit(amount)?;
        Ok(())
    }

    /// Subtract an amount from the balance, or change nothing.
    pub fn withdraw(&mut self, amount: i64) -> Result<(), AccountError> {
        self.balance = self.after_withdrawal(amount)?;
        Ok(())
    }

    /// Block the account for a reason. A closed account stays closed, which is an Err.
    pub fn block(&mut self, reason: String) -> Result<(), AccountError> {
        if self.status == Status::Closed {
            return Err(AccountError::Closed);
        }
        self.status = Status::Blocked(reason);
        Ok(())
    }

    /// Close the account.
    pub fn close(&mut self) {
        self.status = Status::Closed;
    }
}
