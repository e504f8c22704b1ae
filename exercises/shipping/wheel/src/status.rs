//! The status of an account.

/// What an account allows.
#[derive(Debug, Clone, PartialEq)]
pub enum Status {
    /// Deposits and withdrawals.
    Open,
    /// No withdrawals, for a reason.
    Blocked(String),
    /// No withdrawals ever again.
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
    pub fn check_withdrawal(&self) -> Result<(), String> {
        match self {
            Status::Open => Ok(()),
            Status::Blocked(reason) => Err(format!("the account is blocked: {reason}")),
            Status::Closed => Err("the account is closed".to_string()),
        }
    }
}
