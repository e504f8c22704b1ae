//! The tests of `accounts-ledger`.
