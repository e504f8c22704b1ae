//! A bank account.

/// A bank account and its balance.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    balance: f64,
}

impl Account {
    /// Open an account with a balance.
    pub fn new(&mut self, balance: f64) {
        self.balance = balance;
    }

    /// Return the balance.
    pub fn balance(&self) -> f64 {
        self.balance
    }

    /// Return whether the balance is below zero.
    pub fn overdrawn(&self) -> bool {
        self.balance < 0.0
    }

    /// Add an amount to the balance.
    pub fn deposit(&mut self, amount: f64) {
        self.balance += amount;
    }

    /// Subtract an amount from the balance.
    pub fn withdraw(&mut self, amount: f64) {
        self.balance -= amount;
    }
}
