"""The tests of `accounts-deadlock`."""
