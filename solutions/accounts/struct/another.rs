//! Another way: methods that use methods. `new` deposits into an empty account, and a withdrawal is
//! a deposit of the opposite amount.

/// A bank account and its balance.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    balance: f64,
}

impl Account {
    /// Open an account with a balance.
    pub fn new(balance: f64) -> Self {
        let mut account = Self { balance: 0.0 };
        account.deposit(balance);
        account
    }

    /// Return the balance.
    pub fn balance(&self) -> f64 {
        self.balance
    }

    /// Return whether the balance is below zero.
    pub fn overdrawn(&self) -> bool {
        self.balance() < 0.0
    }

    /// Add an amount to the balance.
    pub fn deposit(&mut self, amount: f64) {
        self.balance += amount;
    }

    /// Subtract an amount from the balance.
    pub fn withdraw(&mut self, amount: f64) {
        self.deposit(-amount);
    }
}
