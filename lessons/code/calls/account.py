"""Bank accounts in plain Python: `workshop bench calls` compares them with those in Rust and C."""

from math import inf


class Account:
    """A bank account, as the Rust class of `accounts-repr`: it accepts any amount."""

    def __init__(self, balance):
        self.balance = balance
        self.status = "open"

    def deposit(self, amount):
        """Add an amount to the balance."""
        self.balance += amount

    def deposit_many(self, amounts):
        """Add all amounts to the balance."""
        balance = self.balance
        for amount in amounts:
            balance += amount
        self.balance = balance

    def get_balance(self):
        """Return the balance."""
        return self.balance

    @property
    def overdrawn(self):
        """Whether the balance is below zero."""
        return self.balance < 0.0


class SlotsAccount:
    """The same, in objects without a dictionary."""

    __slots__ = ("balance", "status")

    def __init__(self, balance):
        self.balance = balance
        self.status = "open"

    def deposit(self, amount):
        """Add an amount to the balance."""
        self.balance += amount

    def get_balance(self):
        """Return the balance."""
        return self.balance


class PropertyAccount:
    """The same, with a balance that can only be read from outside."""

    def __init__(self, balance):
        self._balance = balance
        self.status = "open"

    @property
    def balance(self):
        """The balance."""
        return self._balance

    def deposit(self, amount):
        """Add an amount to the balance."""
        self._balance += amount


class RulesAccount:
    """The same, with the rules that the Rust class of `accounts-threads` has."""

    def __init__(self, balance, *, limit=0.0):
        if not 0.0 <= limit < inf:
            raise ValueError(f"the limit must be finite and not negative, not {limit!r}")
        if not -limit <= balance < inf:
            raise ValueError(f"the balance must be finite and not below the limit: {balance!r}")
        self.balance = balance
        self.limit = limit
        self.status = "open"

    def deposit(self, amount):
        """Add an amount to the balance, or change nothing."""
        if not 0.0 < amount < inf:
            raise ValueError(f"the amount must be positive and finite, not {amount!r}")
        if self.status == "closed":
            raise RuntimeError("the account is closed")
        after = self.balance + amount
        if after == inf:
            raise ValueError(f"the balance must stay finite, with a deposit of {amount!r}")
        self.balance = after

    def get_balance(self):
        """Return the balance."""
        return self.balance


def nothing():
    """Do nothing: only the call takes time."""
