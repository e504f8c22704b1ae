//! Bank accounts, in plain Rust.

pub mod account;
pub mod bank;
pub mod status;
