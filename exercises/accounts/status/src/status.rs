//! The status of an account.

/// What an account allows.
#[derive(Debug, Clone, PartialEq)]
pub enum Status {
    /// Deposits and withdrawals.
    Open,
    // TODO 1: add the variants `Blocked`, with a reason (one `String`, in parentheses), and `Closed`.
}

impl Status {
    /// Return the name of the status: "open", "blocked" or "closed".
    pub fn name(&self) -> &str {
        match self {
            Status::Open => "open",
            // TODO 2: an arm for each variant.
        }
    }

    /// Return `Ok` if money may be withdrawn, and an `Err` that says why not.
    pub fn check_withdrawal(&self) -> Result<(), String> {
        // TODO 3: match again, because only an open account allows it. The messages of the others:
        // "the account is blocked: card lost" (with its own reason) and "the account is closed".
        Ok(())
    }
}
