//! The tests of `accounts-transfer`.
