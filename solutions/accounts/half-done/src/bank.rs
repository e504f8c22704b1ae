//! What a bank does with the accounts in its vector.

use crate::account::Account;
use crate::error::AccountError;
use crate::status::Status;

/// Transfer an amount from one account to another; `from` and `to` are their indices.
///
/// Returns an Err if one of them doesn't allow it. If that is the second, the amount is lost.
pub fn transfer(
    accounts: &mut [Account],
    from: usize,
    to: usize,
    amount: f64,
) -> Result<(), AccountError> {
    accounts[from].withdraw(amount)?;
    accounts[to].deposit(amount)
}

/// Remove the closed accounts, and return how many there were. The others keep their order.
pub fn remove_closed(accounts: &mut Vec<Account>) -> usize {
    let before = accounts.len();
    accounts.retain(|account| *account.status() != Status::Closed);
    before - accounts.len()
}
