//! An account in plain Rust: nothing here depends on Python.

// [core]
/// A bank account: its balance, and what changes it.
pub struct Account {
    balance: f64,
}

impl Account {
    /// Open an account with an opening balance.
    pub fn new(balance: f64) -> Self {
        Self { balance }
    }

    /// Add an amount to the balance.
    pub fn deposit(&mut self, amount: f64) {
        self.balance += amount;
    }

    /// Subtract an amount from the balance.
    pub fn withdraw(&mut self, amount: f64) {
        self.balance -= amount;
    }

    /// Return the balance, which is negative if the account is overdrawn.
    pub fn balance(&self) -> f64 {
        self.balance
    }

    /// Return whether the balance is negative.
    pub fn overdrawn(&self) -> bool {
        self.balance < 0.0
    }
}
// [end]
