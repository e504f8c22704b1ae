"""The rows that `bench calls` compares: each has one id, one label, one statement and its code.

The pages quote a row by its id, such as `deposit.rust`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Script:
    """A Python file in `lessons/code/calls/`, with the package and the C file that it needs."""

    file: str
    package: str | None = None
    library: str | None = None


@dataclass(frozen=True)
class Solution:
    """The module `accounts` of an exercise's solution."""

    exercise: str


@dataclass(frozen=True)
class Bare:
    """The crate `lessons/code/calls/bare/`, which does as little as Rust can."""


Code = Script | Solution | Bare


@dataclass(frozen=True)
class Row:
    """One way to do one thing.

    `setup` runs before the clock starts; `statement` is timed; `check` must be true when both have
    run once. `items`: the time is divided by so many amounts.
    """

    group: str
    way: str
    label: str
    code: Code
    statement: str
    check: str
    setup: str = ""
    items: int = 1

    @property
    def id(self) -> str:
        """The group and the way."""
        return f"{self.group}.{self.way}"

    @property
    def text(self) -> str:
        """All that is run, for a digest."""
        return "\n".join([self.setup, self.statement, self.check, str(self.items)])


PYTHON, BARE = Script("account.py"), Bare()
RUST, MUTEX = Solution("accounts-repr"), Solution("accounts-threads")
CFFI = Script("with_cffi.py", package="cffi", library="account.c")
CTYPES = Script("with_ctypes.py", library="account.c")
GROUPS = {
    "deposit": "one deposit",
    "deposit_read": "one deposit, then the balance",
    "read": "reading the balance",
    "overdrawn": "reading whether the balance is below zero",
    "empty": "a function that does nothing",
    "create": "creating an account",
    "batch": "each of 1,000 amounts",
    "large": "each of 100,000 amounts",
}
"""What is done, by group, in the order in which it is shown."""
CLASSES: dict[str, tuple[str, Code, str]] = {
    "python": ("Python class", PYTHON, "Account"),
    "python_slots": ("Python class with `__slots__`", PYTHON, "SlotsAccount"),
    "python_property": ("Python class with a property", PYTHON, "PropertyAccount"),
    "python_rules": ("Python class with all rules", PYTHON, "RulesAccount"),
    "rust_field": ("Rust class with `#[pyo3(get)]`", BARE, "Account"),
    "rust": ("Rust class, `&mut self`", RUST, "Account"),
    "rust_mutex": ("Rust class with all rules, `Mutex`", MUTEX, "Account"),
    "cffi": ("C with cffi, in a Python class", CFFI, "Account"),
    "ctypes": ("C with ctypes, in a Python class", CTYPES, "Account"),
}
"""By way: a label, where the class is, and its name."""
MADE = ("python", "python_slots", "python_rules", "rust", "rust_mutex")
"""The ways whose objects are compared."""
_FIELD, _METHOD = "account.balance", "account.get_balance()"
_RIGHT = f"{_METHOD} == 100.0 + sum(amounts)"


def _rows(
    group: str, ways: Mapping[str, str], statement: str, check: str, items: int = 1
) -> list[Row]:
    """The same statement in several classes, each with an account that holds 100.0."""
    found = list[Row]()
    for way, label in ways.items():
        _, code, name = CLASSES[way.removesuffix("_method").removesuffix("_many")]
        setup = f"account = {name}(100.0)"
        found.append(Row(group, way, label, code, statement, check, setup, items))
    return found


def _labels(*ways: str, then: str = "") -> dict[str, str]:
    return {way: CLASSES[way][0] + then for way in ways}


def _deposits() -> list[Row]:
    after, opened = f"{_METHOD} == 101.0", "account = Account(100.0)"
    line = "account.balance += 1.0"
    by_name = f"{opened}\npointer, deposit = account.pointer, library.account_deposit"
    function, alone = "deposit(pointer, 1.0)", "C with {}, the function alone"
    return [
        Row("deposit", "inline", f"no call: `{line}`", PYTHON, line, after, opened),
        *_rows("deposit", _labels(*MADE, "cffi", "ctypes"), "account.deposit(1.0)", after),
        Row("deposit", "cffi_function", alone.format("cffi"), CFFI, function, after, by_name),
        Row("deposit", "ctypes_function", alone.format("ctypes"), CTYPES, function, after, by_name),
    ]


def _reads() -> list[Row]:
    """One deposit and the balance; the balance alone; what a class computes from it."""
    both, below = "account.deposit(1.0)\n{}", "account.overdrawn"
    fields = {"python": "Python attribute", "python_property": "Python property"}
    rust_field = {"rust_field": "Rust field with `#[pyo3(get)]`"}
    methods = {"rust": "Rust method", "rust_mutex": "Rust method, `Mutex`"}
    getters = {"python": "Python property", "rust": "Rust getter"}
    return [
        *_rows("deposit_read", fields, both.format(_FIELD), f"{_FIELD} == 101.0"),
        *_rows("deposit_read", methods, both.format(_METHOD), f"{_METHOD} == 101.0"),
        *_rows("read", fields | rust_field, _FIELD, f"{_FIELD} == 100.0"),
        *_rows("read", {"python_method": "Python method"}, _METHOD, f"{_METHOD} == 100.0"),
        *_rows("read", methods, _METHOD, f"{_METHOD} == 100.0"),
        *_rows("overdrawn", getters, below, f"{below} is False"),
        *_rows("overdrawn", {"rust_mutex": "Rust getter, `Mutex`"}, below, f"{below} is False"),
    ]


def _functions() -> list[Row]:
    call, line = "nothing()", "balance += 1.0"
    rows = [
        Row(
            "empty", "inline", f"no call: `{line}`", PYTHON, line, "balance == 1.0", "balance = 0.0"
        ),
        Row("empty", "python", "Python function", PYTHON, call, f"{call} is None"),
        Row("empty", "rust", "Rust function", BARE, call, f"{call} is None"),
    ]
    for way in MADE:
        label, code, name = CLASSES[way]
        made = f"{name}(100.0)"
        rows.append(Row("create", way, label, code, made, f"{made}.get_balance() == 100.0"))
    return rows


def _single(group: str, items: int) -> list[Row]:
    """Many amounts, with one call each."""
    each = "for amount in amounts:\n    account.deposit(amount)"
    labels = _labels("python", "rust", "rust_mutex", then=", one call each")
    return _rows(group, labels, each, _RIGHT, items)


def _batches(group: str, items: int) -> list[Row]:
    """One call for all amounts."""
    many = {
        "python_many": "Python class, one call",
        "rust_mutex_many": "Rust class with all rules, `Mutex`, one call",
    }
    total, of_array, known = "sum(amounts)", "np.sum(array)", f"== {items // 8} * 9.0"
    made, label = "import numpy as np\narray = np.array(amounts)", "`np.sum` of an array"
    return [
        *_rows(group, many, "account.deposit_many(amounts)", _RIGHT, items),
        Row(group, "sum", "`sum` of a list", PYTHON, total, f"{total} {known}", items=items),
        Row(group, "numpy", label, PYTHON, of_array, f"{of_array} {known}", made, items),
    ]


_ALL = (
    *_deposits(),
    *_reads(),
    *_functions(),
    *_single("batch", 1_000),
    *_batches("batch", 1_000),
    *_batches("large", 100_000),
)
ROWS = {row.id: row for row in _ALL}
"""By id, in the order in which they are shown."""
