//! A transfer between two accounts.

use crate::account::Account;
use crate::error::AccountError;

/// Transfer an amount. If this fails, neither account has changed.
pub fn transfer(from: &mut Account, to: &mut Account, amount: f64) -> Result<(), AccountError> {
    let mut payer = from.clone();
    let mut payee = to.clone();
    payer
        .withdraw(amount)
        .and_then(|()| payee.deposit(amount))?;
    std::mem::swap(from, &mut payer);
    std::mem::swap(to, &mut payee);
    Ok(())
}
