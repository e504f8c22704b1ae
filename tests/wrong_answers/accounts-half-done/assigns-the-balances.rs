//! A transfer between two accounts.

use crate::account::Account;
use crate::error::AccountError;

/// Transfer an amount. If this fails, neither account has changed.
pub fn transfer(from: &mut Account, to: &mut Account, amount: f64) -> Result<(), AccountError> {
    let left = from.after_withdrawal(amount)?;
    let right = to.after_deposit(amount)?;
    from.balance = left;
    to.balance = right;
    Ok(())
}
