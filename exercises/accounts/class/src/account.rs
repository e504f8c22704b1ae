//! An account in plain Rust: nothing here knows Python.

// [core]
/// An amount of money that is put in and taken out.
pub struct Account {
    balance: f64,
}

impl Account {
    /// Open an account with an opening balance.
    pub fn new(balance: f64) -> Self {
        Self { balance }
    }

    /// Put an amount in.
    pub fn deposit(&mut self, amount: f64) {
        self.balance += amount;
    }

    /// Take an amount out.
    pub fn withdraw(&mut self, amount: f64) {
        self.balance -= amount;
    }

    /// The amount that is there now, below zero when more went out than in.
    pub fn balance(&self) -> f64 {
        self.balance
    }

    /// Whether more went out than in.
    pub fn overdrawn(&self) -> bool {
        self.balance < 0.0
    }
}
// [end]
