"""The tests of `accounts-bank`."""
