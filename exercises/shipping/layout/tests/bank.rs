//! The tests of the core, in Rust: they never touch Python.

use accounts::account::Account;
use accounts::bank::{remove_closed, transfer};

fn balances(accounts: &[Account]) -> Vec<f64> {
    accounts.iter().map(Account::balance).collect()
}

#[test]
fn transfer_moves_the_amount() {
    let mut accounts = vec![Account::new(100.0), Account::new(-2.5)];
    assert_eq!(transfer(&mut accounts, 0, 1, 25.25), Ok(()));
    assert_eq!(balances(&accounts), [74.75, 22.75]);
}

#[test]
fn a_transfer_that_fails_changes_nothing() {
    let mut accounts = vec![Account::new(100.0), Account::new(0.0)];
    accounts[0].close();
    assert!(transfer(&mut accounts, 0, 1, 25.0).is_err());
    assert_eq!(balances(&accounts), [100.0, 0.0]);
}

#[test]
fn closed_accounts_are_removed() {
    let mut accounts = vec![Account::new(1.0), Account::new(2.0)];
    accounts[0].close();
    assert_eq!(remove_closed(&mut accounts), 1);
    assert_eq!(balances(&accounts), [2.0]);
}
