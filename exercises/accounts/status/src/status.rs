//! The status of an account.

/// What an account allows.
#[derive(Debug, Clone, PartialEq)]
pub enum Status {
    /// Deposits and withdrawals.
    Open,
    // TODO 1: add the variants `Blocked`, which holds a reason (a `String`), and `Closed`.
}

impl Status {
    /// Return the name of the status: "open", "blocked" or "closed".
    pub fn name(&self) -> &str {
        // TODO 2: one arm of a `match` for each variant.
    }

    /// Return `Ok` if money may be withdrawn, and an `Err` that says why not.
    pub fn check_withdrawal(&self) -> Result<(), String> {
        // TODO 3: only an open account allows it. The two messages are
        // "the account is blocked: card lost" (for this reason) and "the account is closed".
    }
}
