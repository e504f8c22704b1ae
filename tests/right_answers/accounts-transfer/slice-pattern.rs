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
    if from == to {
        accounts[from].withdraw(amount)?;
        accounts[from].deposit(amount);
        return Ok(());
    }
    let (first, last) = (from.min(to), from.max(to));
    let [a, .., b] = &mut accounts[first..=last] else {
        return Err("no two accounts".to_string());
    };
    let (payer, payee) = if from < to { (a, b) } else { (b, a) };
    payer.withdraw(amount)?;
    payee.deposit(amount);
    Ok(())
}
