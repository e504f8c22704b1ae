"""The tests of `accounts-invariants`."""
