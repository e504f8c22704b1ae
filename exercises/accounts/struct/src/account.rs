//! A bank account.

/// A bank account and its balance.
// TODO 1: derive `Debug`, `Clone` and `PartialEq`, so that tests can print, copy and compare it.
pub struct Account {
    balance: f64,
}

impl Account {
    /// Open an account with a balance.
    pub fn new(balance: f64) -> Self {
        // TODO 2: return an account with this balance.
    }

    // TODO 3: `balance` returns the balance, and `overdrawn` returns whether it is below zero.
    // TODO 4: `deposit` adds an amount to the balance, and `withdraw` subtracts one.
    // Each of the four is a `pub fn` with a doc comment. What does it need: `&self` or `&mut self`?
}
