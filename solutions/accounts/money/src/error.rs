//! Why an account rejects a request.

/// Why an account rejects a request.
#[derive(Debug, Clone, PartialEq)]
pub enum AccountError {
    /// An argument is not valid; the text says what was found.
    Invalid(String),
    /// The withdrawal is larger than these cents, which are available.
    InsufficientFunds(i64),
    /// The account is blocked, for this reason.
    Blocked(String),
    /// The account is closed.
    Closed,
}
