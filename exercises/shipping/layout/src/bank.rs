//! What a bank does with the accounts in its vector.

use crate::account::Account;
use crate::status::Status;

/// Transfer an amount from one account to another; `from` and `to` are their indices.
///
/// Returns an Err, and changes nothing, if the first account doesn't allow the withdrawal.
pub fn transfer(
    accounts: &mut [Account],
    from: usize,
    to: usize,
    amount: f64,
) -> Result<(), String> {
    accounts[from].withdraw(amount)?;
    accounts[to].deposit(amount);
    Ok(())
}

/// Remove the closed accounts, and return how many there were. The others keep their order.
pub fn remove_closed(accounts: &mut Vec<Account>) -> usize {
    let before = accounts.len();
    accounts.retain(|account| *account.status() != Status::Closed);
    before - accounts.len()
}
