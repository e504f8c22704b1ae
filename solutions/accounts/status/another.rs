//! Another way: `use` shortens the names, and what both messages share is written once.

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
        use Status::{Blocked, Closed, Open};
        match self {
            Open => "open",
            Blocked(_) => "blocked",
            Closed => "closed",
        }
    }

    /// Return `Ok` if money may be withdrawn, and an `Err` that says why not.
    pub fn check_withdrawal(&self) -> Result<(), String> {
        let why = match self {
            Self::Open => return Ok(()),
            Self::Blocked(reason) => format!("blocked: {reason}"),
            Self::Closed => "closed".to_string(),
        };
        Err(format!("the account is {why}"))
    }
}
