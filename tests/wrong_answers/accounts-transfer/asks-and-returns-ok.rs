//! What a bank does with the accounts in its vector.

use crate::account::Account;

/// Transfer an amount from one account to another; `from` and `to` are their indices.
///
/// Returns an Err, and changes nothing, if the first account doesn't allow the withdrawal.
pub fn transfer(
    accounts: &mut [Account],
    from: usize,
    to: usize,
    amount: f64,
) -> Result<(), String> {
    if accounts[from].status().check_withdrawal() == Ok(()) {
        accounts[from].withdraw(amount)?;
        accounts[to].deposit(amount);
    }
    Ok(())
}
