//! Another way: the payer's reference is used for the last time before the payee's is made.

use crate::account::Account;

// [transfer]
/// Transfer an amount from one account to another; `from` and `to` are their indices.
///
/// Returns an Err, and changes nothing, if the first account doesn't allow the withdrawal.
pub fn transfer(
    accounts: &mut [Account],
    from: usize,
    to: usize,
    amount: f64,
) -> Result<(), String> {
    let payer = &mut accounts[from];
    payer.withdraw(amount)?;
    let payee = &mut accounts[to];
    payee.deposit(amount);
    Ok(())
}
// [end]
