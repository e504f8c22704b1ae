//! The tests of `accounts-status`.
