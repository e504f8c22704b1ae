"""The tests of `accounts-half-done`."""
