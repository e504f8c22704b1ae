//! The tests of `accounts-status`.

use accounts_status::account::Account;
use accounts_status::status::Status;

fn blocked(reason: &str) -> Status {
    Status::Blocked(reason.to_string())
}

#[test]
fn test_name_of_each_status() {
    assert_eq!(Status::Open.name(), "open");
    assert_eq!(blocked("card lost").name(), "blocked");
    assert_eq!(Status::Closed.name(), "closed");
}

#[test]
fn test_open_allows_withdrawals() {
    assert_eq!(Status::Open.check_withdrawal(), Ok(()));
}

#[test]
fn test_blocked_says_why() {
    for reason in ["card lost", "stolen abroad", "closed", "{reason}", ""] {
        let message = format!("the account is blocked: {reason}");
        assert_eq!(blocked(reason).check_withdrawal(), Err(message));
    }
}

#[test]
fn test_closed_says_so() {
    let message = "the account is closed".to_string();
    assert_eq!(Status::Closed.check_withdrawal(), Err(message));
}

#[test]
fn test_asking_changes_nothing() {
    let status = blocked("case 12");
    assert_eq!(status.check_withdrawal(), status.check_withdrawal());
    assert_eq!(status.name(), "blocked");
    assert_eq!(status, blocked("case 12"));
}

#[test]
fn test_open_account_may_be_overdrawn() {
    let mut account = Account::new(10.25);
    assert_eq!(account.status(), &Status::Open);
    assert_eq!(account.withdraw(35.5), Ok(()));
    assert_eq!(account.balance(), -25.25, "10.25 and a withdrawal of 35.5");
    assert_eq!(account.withdraw(0.5), Ok(()));
    assert_eq!(account.balance(), -25.75, "then one of 0.5");
}

#[test]
fn test_blocked_account_keeps_its_balance() {
    for number in 0..100 {
        let balance = f64::from(number) * 0.25 - 12.5;
        let mut account = Account::new(balance);
        assert_eq!(account.block(format!("case {number}")), Ok(()));
        assert_eq!(account.status().name(), "blocked");
        let message = format!("the account is blocked: case {number}");
        assert_eq!(account.withdraw(0.25), Err(message));
        assert_eq!(account.balance(), balance, "after the failed withdrawal");
        account.deposit(0.5);
        assert_eq!(account.balance(), balance + 0.5, "after a deposit of 0.5");
    }
}

#[test]
fn test_account_is_blocked_for_its_last_reason() {
    let mut account = Account::new(100.0);
    for reason in ["card lost", "court order"] {
        assert_eq!(account.block(reason.to_string()), Ok(()));
        assert_eq!(account.status(), &blocked(reason));
        let message = format!("the account is blocked: {reason}");
        assert_eq!(account.withdraw(25.0), Err(message));
    }
}

#[test]
fn test_closed_account_stays_closed() {
    let mut account = Account::new(-0.1);
    account.close();
    let message = "the account is closed".to_string();
    assert_eq!(account.withdraw(0.1), Err(message.clone()));
    assert_eq!(account.block("card lost".to_string()), Err(message));
    assert_eq!(account.status().name(), "closed");
    assert_eq!(account.balance(), -0.1, "after the failed withdrawal");
}
