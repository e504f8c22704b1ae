//! A transfer between two accounts.

use crate::account::Account;
use crate::error::AccountError;

/// Transfer an amount. If this fails, neither account has changed.
pub fn transfer(from: &mut Account, to: &mut Account, amount: f64) -> Result<(), AccountError> {
    let before = from.clone();
    from.withdraw(amount)?;
    if let Err(error) = to.deposit(amount) {
        *from = before;
        return Err(error);
    }
    Ok(())
}
