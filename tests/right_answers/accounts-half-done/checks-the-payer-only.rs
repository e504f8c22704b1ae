//! A transfer between two accounts.

use crate::account::Account;
use crate::error::AccountError;

/// Transfer an amount. If this fails, neither account has changed.
pub fn transfer(from: &mut Account, to: &mut Account, amount: f64) -> Result<(), AccountError> {
    // The deposit checks the payee before it changes anything, and the payer has been checked.
    from.after_withdrawal(amount)?;
    to.deposit(amount)?;
    from.withdraw(amount)
}
