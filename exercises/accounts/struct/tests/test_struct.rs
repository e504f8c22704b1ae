//! The tests of `accounts-struct`.

use accounts_struct::account::Account;

#[test]
fn test_new_account_has_its_balance() {
    for balance in [100.0, 0.1, -12.75, 0.0, 1e300] {
        assert_eq!(Account::new(balance).balance(), balance);
    }
}

#[test]
fn test_reading_changes_nothing() {
    let account = Account::new(-0.1);
    assert_eq!(account.balance(), -0.1);
    assert!(account.overdrawn(), "the balance is -0.1");
    assert_eq!(account.balance(), -0.1);
    assert!(account.overdrawn(), "the balance is -0.1");
}

#[test]
fn test_deposit_adds_to_the_balance() {
    let mut account = Account::new(100.0);
    account.deposit(50.25);
    assert_eq!(account.balance(), 150.25, "100 and a deposit of 50.25");
    account.deposit(0.1);
    assert_eq!(account.balance(), 150.25 + 0.1, "then one of 0.1");
}

#[test]
fn test_withdraw_subtracts_from_the_balance() {
    let mut account = Account::new(100.0);
    account.withdraw(25.5);
    assert_eq!(account.balance(), 74.5, "100 and a withdrawal of 25.5");
    account.withdraw(0.1);
    assert_eq!(account.balance(), 74.5 - 0.1, "then one of 0.1");
}

#[test]
fn test_balance_may_fall_below_zero() {
    let mut account = Account::new(10.0);
    account.withdraw(35.5);
    assert_eq!(account.balance(), -25.5, "10 and a withdrawal of 35.5");
    account.deposit(5.25);
    assert_eq!(account.balance(), -20.25, "then a deposit of 5.25");
}

#[test]
fn test_overdrawn_below_zero() {
    for (balance, overdrawn) in [
        (-0.25, true),
        (-1e-300, true),
        (0.0, false),
        (0.25, false),
        (1e300, false),
    ] {
        let account = Account::new(balance);
        assert_eq!(account.overdrawn(), overdrawn, "balance: {balance:?}");
    }
}

#[test]
fn test_overdrawn_follows_the_balance() {
    let mut account = Account::new(40.0);
    account.withdraw(40.0);
    assert!(!account.overdrawn(), "40 of 40 were withdrawn");
    account.withdraw(0.5);
    assert!(account.overdrawn(), "40.5 of 40 were withdrawn");
    account.deposit(1.0);
    assert!(!account.overdrawn(), "40.5 of 41 were withdrawn");
}

#[test]
fn test_many_deposits_and_withdrawals() {
    let (mut account, mut expected) = (Account::new(-12.5), -12.5);
    for day in 1..=365 {
        let amount = f64::from(day * 37 % 101) * 0.25;
        if day % 3 == 0 {
            account.withdraw(amount);
            expected -= amount;
        } else {
            account.deposit(amount);
            expected += amount;
        }
        assert_eq!(account.balance(), expected, "on day {day}");
    }
}

#[test]
fn test_each_account_has_its_own_balance() {
    let (mut first, mut second) = (Account::new(100.0), Account::new(50.0));
    first.deposit(25.0);
    second.withdraw(12.5);
    assert_eq!((first.balance(), second.balance()), (125.0, 37.5));
}

#[test]
fn test_equal_balances_make_equal_accounts() {
    let mut account = Account::new(0.25);
    assert_ne!(account, Account::new(0.5));
    assert_ne!(account, Account::new(-0.25));
    account.deposit(0.25);
    assert_eq!(account, Account::new(0.5));
}

#[test]
fn test_clone_is_another_account() {
    let account = Account::new(100.0);
    let mut copy = account.clone();
    assert_eq!(copy, account);
    copy.deposit(50.0);
    assert_eq!((account.balance(), copy.balance()), (100.0, 150.0));
}
