"""The tests of `accounts-self-transfer`."""
