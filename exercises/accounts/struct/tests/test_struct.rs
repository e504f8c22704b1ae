//! The tests of `accounts-struct`.
