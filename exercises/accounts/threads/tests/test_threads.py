"""The tests of `accounts-threads`."""
