//! The status of an account.

use crate::error::AccountError;

/// What an account allows.
#[derive(Debug, Clone, PartialEq)]
pub enum Status {
    /// Deposits and withdrawals.
    Open,
    /// No withdrawals, for a reason.
    Blocked(String),
    /// Neither deposits nor withdrawals ever again.
    Closed,
}

impl Status {
    /// Return the name of the status: "open", "blocked" or "closed".
    pub fn name(&self) -> &str {
        match self {
            Status::Open => "open",
            Status::Blocked(_) => "blocked",
            Status::Closed => "closed",
        }
    }

    /// Return `Ok` if money may be withdrawn, and an `Err` that says why not.
    pub fn check_withdrawal(&self) -> Result<(), AccountError> {
        match self {
            Status::Open => Ok(()),
            Status::Blocked(reason) => Err(AccountError::Blocked(reason.clone())),
            Status::Closed => Err(AccountError::Closed),
        }
    }

    /// Return an Err if the account is closed.
    pub fn check_not_closed(&self) -> Result<(), AccountError> {
        match self {
            Status::Open | Status::Blocked(_) => Ok(()),
            Status::Closed => Err(AccountError::Closed),
        }
    }
}
