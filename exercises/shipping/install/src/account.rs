//! A bank account.

use crate::status::Status;

/// A bank account: its balance and its status.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    balance: f64,
    status: Status,
}

impl Account {
    /// Open an account with a balance.
    pub fn new(balance: f64) -> Self {
        Self {
            balance,
            status: Status::Open,
        }
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

    /// Add an amount to the balance.
    pub fn deposit(&mut self, amount: f64) {
        self.balance += amount;
    }

    /// Subtract an amount from the balance, if the status allows it.
    pub fn withdraw(&mut self, amount: f64) -> Result<(), String> {
        self.status.check_withdrawal()?;
        self.balance -= amount;
        Ok(())
    }

    /// Block the account for a reason. A closed account stays closed, which is an Err.
    pub fn block(&mut self, reason: String) -> Result<(), String> {
        if self.status == Status::Closed {
            return Err("the account is closed".to_string());
        }
        self.status = Status::Blocked(reason);
        Ok(())
    }

    /// Close the account.
    pub fn close(&mut self) {
        self.status = Status::Closed;
    }
}
