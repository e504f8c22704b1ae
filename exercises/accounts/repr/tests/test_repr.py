"""The tests of `accounts-repr`."""
