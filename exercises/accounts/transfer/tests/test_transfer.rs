//! The tests of `accounts-transfer`.

use accounts_transfer::account::Account;
use accounts_transfer::bank::transfer;

#[test]
fn test_amount_goes_from_one_account_to_another() {
    let mut accounts = [open(100.0), open(50.0), open(-20.5)];
    let result = transfer(&mut accounts, 0, 1, 25.5);
    assert_eq!(result, Ok(()));
    assert_eq!(balances(&accounts), [74.5, 75.5, -20.5]);
}

#[test]
fn test_payer_may_come_after_the_payee() {
    let mut accounts = [open(-100.0), open(50.0), open(20.5)];
    let result = transfer(&mut accounts, 2, 0, 0.25);
    assert_eq!(result, Ok(()));
    assert_eq!(balances(&accounts), [-99.75, 50.0, 20.25]);
}

#[test]
fn test_payer_may_go_below_zero() {
    let mut accounts = [open(10.25), open(-30.5)];
    let result = transfer(&mut accounts, 0, 1, 20.5);
    assert_eq!(result, Ok(()));
    assert_eq!(balances(&accounts), [-10.25, -10.0]);
}

#[test]
fn test_blocked_payer_changes_nothing() {
    let mut accounts = [open(100.0), blocked(50.25)];
    let result = transfer(&mut accounts, 1, 0, 25.0);
    assert_eq!(result, Err("the account is blocked: card lost".to_string()));
    assert_eq!(balances(&accounts), [100.0, 50.25]);
    assert_eq!(accounts, [open(100.0), blocked(50.25)]);
}

#[test]
fn test_closed_payer_changes_nothing() {
    let mut accounts = [closed(80.0), open(-5.5)];
    let result = transfer(&mut accounts, 0, 1, 80.0);
    assert_eq!(result, Err("the account is closed".to_string()));
    assert_eq!(balances(&accounts), [80.0, -5.5]);
    assert_eq!(accounts, [closed(80.0), open(-5.5)]);
}

#[test]
fn test_payee_may_be_blocked_or_closed() {
    let mut accounts = [open(100.0), blocked(5.5), closed(-1.25)];
    assert_eq!(transfer(&mut accounts, 0, 1, 10.5), Ok(()));
    assert_eq!(transfer(&mut accounts, 0, 2, 0.25), Ok(()));
    assert_eq!(balances(&accounts), [89.25, 16.0, -1.0]);
    assert_eq!(accounts, [open(89.25), blocked(16.0), closed(-1.0)]);
}

#[test]
fn test_same_account_twice() {
    let mut accounts = [open(100.0), open(-7.75)];
    for index in [0, 1] {
        assert_eq!(transfer(&mut accounts, index, index, 2.5), Ok(()));
        assert_eq!(balances(&accounts), [100.0, -7.75]);
    }
}

#[test]
fn test_same_account_blocked() {
    let mut accounts = [blocked(12.5), open(3.0)];
    let result = transfer(&mut accounts, 0, 0, 2.5);
    assert_eq!(result, Err("the account is blocked: card lost".to_string()));
    assert_eq!(balances(&accounts), [12.5, 3.0]);
}

/// Every account pays every other one, in an order that jumps about.
#[test]
fn test_many_transfers() {
    let mut accounts: Vec<Account> = (0..7).map(|i| open(f64::from(i) * 0.75 - 2.0)).collect();
    let mut expected = balances(&accounts);
    for number in 0..400 {
        let (from, to) = (number * 5 % 7, (number * 3 + number / 7 + 1) % 7);
        let amount = 20_000_000.0 + number as f64 * 0.25; // too many digits for an `f32`
        expected[from] -= amount;
        expected[to] += amount;
        assert_eq!(transfer(&mut accounts, from, to, amount), Ok(()));
        assert_eq!(
            balances(&accounts),
            expected,
            "{amount} from account {from} to account {to}"
        );
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
