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
    let payer = accounts
        .iter_mut()
        .nth(from)
        .expect("an index of the payer");
    payer.withdraw(amount)?;
    if let Some(payee) = accounts.get_mut(to) {
        payee.deposit(amount);
    }
    Ok(())
}
