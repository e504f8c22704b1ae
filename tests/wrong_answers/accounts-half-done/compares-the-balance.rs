//! A transfer between two accounts.

use crate::account::Account;
use crate::error::AccountError;

/// Transfer an amount. If this fails, neither account has changed.
pub fn transfer(from: &mut Account, to: &mut Account, amount: f64) -> Result<(), AccountError> {
    if from.balance() < amount {
        return Err(AccountError::InsufficientFunds(from.balance()));
    }
    to.deposit(amount)?;
    from.withdraw(amount)
}
