//! A transfer between two accounts.

use crate::account::Account;
use crate::error::AccountError;

/// Transfer an amount. If this fails, neither account has changed.
pub fn transfer(from: &mut Account, to: &mut Account, amount: f64) -> Result<(), AccountError> {
    let mut payer = from.clone();
    let mut payee = to.clone();
    payer.withdraw(amount)?;
    payee.deposit(amount)?;
    from = &mut payer;
    to = &mut payee;
    Ok(())
}
