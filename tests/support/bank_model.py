"""The accounts and the bank of `solutions/accounts`, written once more in Python, to compare with.

Nobody may use it from more than one thread.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence


class AccountError(Exception):
    """An account rejected a request."""


class InsufficientFunds(AccountError):
    """The balance is too low."""


class AccountBlocked(AccountError):
    """The account is blocked."""


class AccountClosed(AccountError):
    """The account is closed."""


class Account:
    """A bank account; its balance may go down to `-limit`."""

    def __init__(self, balance: float, *, limit: float = 0.0) -> None:
        if not math.isfinite(limit) or limit < 0.0:
            raise ValueError(limit)
        if not math.isfinite(balance) or balance < -limit:
            raise ValueError(balance)
        self._balance, self._limit, self._reason = balance, limit, ""
        self.status = "open"

    @property
    def overdrawn(self) -> bool:
        """Whether the balance is below zero."""
        return self._balance < 0.0

    def get_balance(self) -> float:
        """Return the balance."""
        return self._balance

    def deposit(self, amount: float) -> None:
        """Add an amount."""
        self._check_deposit(amount)
        self._balance += amount

    def deposit_many(self, amounts: Sequence[float]) -> None:
        """Add all, or none."""
        before = self._balance
        try:
            for amount in amounts:
                self.deposit(amount)
        except Exception:
            self._balance = before
            raise

    def deposit_each(self, amounts: Sequence[float], progress: Callable[[float], object]) -> None:
        """Add one after the other, and report each balance."""
        for amount in amounts:
            self.deposit(amount)
            progress(self._balance)

    def withdraw(self, amount: float) -> None:
        """Subtract an amount."""
        _check(amount)
        if self.status == "blocked":
            raise AccountBlocked(self._reason)
        self._check_not_closed()
        if self._balance - amount < -self._limit:
            raise InsufficientFunds
        self._balance -= amount

    def transfer(self, to: Account, amount: float) -> None:
        """Withdraw here and deposit there, or neither."""
        if to is self:
            raise ValueError(to)
        to._check_deposit(amount)
        self.withdraw(amount)
        to.deposit(amount)

    def block(self, reason: str) -> None:
        """No withdrawals, for a reason."""
        self._check_not_closed()
        self.status, self._reason = "blocked", reason

    def close(self) -> None:
        """Neither deposits nor withdrawals ever again."""
        self.status = "closed"

    def _check_deposit(self, amount: float) -> None:
        _check(amount)
        self._check_not_closed()

    def _check_not_closed(self) -> None:
        if self.status == "closed":
            raise AccountClosed

    def _state(self) -> tuple[object, ...]:
        reason = self._reason if self.status == "blocked" else ""
        return self._balance, self._limit, self.status, reason

    def __repr__(self) -> str:
        return f"Account(balance={self._balance!r}, status={self.status!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Account) and self._state() == other._state()

    __hash__ = None  # type: ignore[assignment]


def _check(amount: float) -> None:
    if not (math.isfinite(amount) and amount > 0.0):
        raise ValueError(amount)


class Bank:
    """Accounts in the order in which they were opened."""

    def __init__(self) -> None:
        self._accounts: list[Account] = []

    def open(self, balance: float, *, limit: float = 0.0) -> Account:
        """Open an account."""
        self._accounts.append(Account(balance, limit=limit))
        return self._accounts[-1]

    def transfer(self, i: int, j: int, amount: float) -> None:
        """Transfer from one account to another."""
        from_, to = self[i], self[j]
        from_.transfer(to, amount)

    def total(self) -> float:
        """Return the sum of all balances."""
        return sum((account.get_balance() for account in self._accounts), 0.0)

    def remove_closed(self) -> int:
        """Remove the closed accounts, and return how many there were."""
        before = len(self._accounts)
        self._accounts = [account for account in self._accounts if account.status != "closed"]
        return before - len(self._accounts)

    def __len__(self) -> int:
        return len(self._accounts)

    def __getitem__(self, index: int) -> Account:
        return self._accounts[index]

    def __iter__(self) -> Iterator[Account]:
        return iter(self._accounts)
