//! The tests of `accounts-ledger`.

use accounts_ledger::account::Account;
use accounts_ledger::bank::{remove_closed, transfer};

#[test]
fn test_closed_account_is_removed() {
    let mut accounts = vec![open(10.5), closed(20.0), open(-30.25)];
    remove_closed(&mut accounts);
    assert_eq!(balances(&accounts), [10.5, -30.25]);
}

#[test]
fn test_number_of_removed_accounts() {
    let mut accounts = vec![open(1.5), closed(2.5), open(3.5), closed(4.5), open(5.5)];
    assert_eq!(remove_closed(&mut accounts), 2);
    assert_eq!(remove_closed(&mut accounts), 0);
}

#[test]
fn test_order_stays() {
    let mut accounts = vec![open(1.5), closed(2.5), open(3.5), open(4.5), open(5.5)];
    remove_closed(&mut accounts);
    assert_eq!(balances(&accounts), [1.5, 3.5, 4.5, 5.5]);
}

#[test]
fn test_blocked_account_stays() {
    let mut accounts = vec![blocked(5.5), open(7.25), closed(-1.0), blocked(-3.75)];
    remove_closed(&mut accounts);
    assert_eq!(balances(&accounts), [5.5, 7.25, -3.75]);
    assert_eq!(accounts, [blocked(5.5), open(7.25), blocked(-3.75)]);
}

#[test]
fn test_two_closed_neighbors() {
    let mut accounts = vec![open(1.5), closed(2.5), closed(3.5), open(4.5)];
    remove_closed(&mut accounts);
    assert_eq!(balances(&accounts), [1.5, 4.5]);
}

#[test]
fn test_first_and_last_are_closed() {
    let mut accounts = vec![closed(1.5), open(2.5), open(3.5), closed(4.5)];
    remove_closed(&mut accounts);
    assert_eq!(balances(&accounts), [2.5, 3.5]);
}

#[test]
fn test_all_are_closed() {
    let mut accounts = vec![closed(1.5), closed(-2.5), closed(0.0)];
    assert_eq!(remove_closed(&mut accounts), 3);
    assert_eq!(balances(&accounts), []);
}

#[test]
fn test_nothing_is_closed() {
    let mut accounts = vec![open(1.5), blocked(-2.5), open(0.0)];
    assert_eq!(remove_closed(&mut accounts), 0);
    assert_eq!(balances(&accounts), [1.5, -2.5, 0.0]);
    let mut empty = vec![];
    assert_eq!(remove_closed(&mut empty), 0);
    assert_eq!(balances(&empty), []);
}

#[test]
fn test_transfer_between_those_that_stay() {
    let mut accounts = vec![open(10.5), closed(20.0), open(-30.25)];
    remove_closed(&mut accounts);
    assert_eq!(balances(&accounts), [10.5, -30.25]);
    assert_eq!(transfer(&mut accounts, 0, 1, 4.25), Ok(()));
    assert_eq!(balances(&accounts), [6.25, -26.0]);
}

/// Vectors of every length up to 250, in which open, blocked and closed accounts are mixed.
#[test]
fn test_many_vectors() {
    let mut random: u32 = 1;
    for length in 0..=250 {
        let (mut accounts, mut stay) = (Vec::new(), Vec::new());
        for i in 0..length {
            let balance = f64::from(i) * 1.000_000_25 - 20.0; // too many digits for an `f32`
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let kind = random as usize / 65_536 % 3;
            accounts.push([open, blocked, closed][kind](balance));
            if kind < 2 {
                stay.push(balance);
            }
        }
        let closed = accounts.len() - stay.len();
        let removed = remove_closed(&mut accounts);
        assert_eq!(balances(&accounts), stay, "{length} accounts before");
        assert_eq!(removed, closed, "{length} accounts before");
    }
}

fn open(balance: f64) -> Account {
    Account::new(balance)
}

fn blocked(balance: f64) -> Account {
    let mut account = Account::new(balance);
    assert_eq!(account.block("card lost".to_string()), Ok(()));
    account
}

fn closed(balance: f64) -> Account {
    let mut account = Account::new(balance);
    account.close();
    account
}

fn balances(accounts: &[Account]) -> Vec<f64> {
    accounts.iter().map(Account::balance).collect()
}
