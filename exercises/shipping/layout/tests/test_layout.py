"""The tests of `shipping-layout`."""

import importlib
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from types import ModuleType

import accounts

RIGHT = """\
from accounts import Account

def close_all(accounts: list[Account]) -> None:
    for account in accounts:
        account.close()

account = Account(100.0)
account.deposit(50)
account.withdraw(25.5)
account.withdraw(amount=0.25)
balance: float = account.get_balance()
late: bool = account.overdrawn
status: str = account.status
if late and account != Account(balance=balance):
    account.block("card lost")
    close_all([account])
"""
"""A program whose types are right."""

WRONG = """\
from accounts import Account

account = Account(100.0)
Account("100")
Account()
account.withdraw()
account.withdraw("25")
rest: float = account.withdraw(25.0)
cents: int = account.get_balance()
account.overdrawn()
account.overdrawn = False
word: str = account.overdrawn
"""
"""A program in which each line after the first three has a type that is wrong."""

GIVEN = 3
"""How many lines of this program are right."""


@cache
def outputs() -> tuple[str, str]:
    """What mypy says of both programs, and what its `stubtest` says of the installed package."""
    mypy = ["mypy", "--strict", "--config-file=", f"--cache-dir={os.devnull}"]
    mypy += ["--hide-error-codes", "--no-error-summary", "right.py", "wrong.py"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "right.py").write_text(RIGHT)
        (folder / "wrong.py").write_text(WRONG)
        programs = [
            subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=folder,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
            )
            for command in (mypy, ["mypy.stubtest", "--concise", "accounts"])
        ]
        # Both at once; both write the path of the environment before each file of the package.
        first, second = (program.communicate()[0] for program in programs)
    return re.sub(r"\S*site-packages.", "", first), re.sub(r"\S*site-packages.", "", second)


def errors(name: str, program: str) -> dict[int, str]:
    """What mypy says of each line of a program that it rejects."""
    code, found = program.splitlines(), {}
    for number, words in re.findall(rf"(?m)^{name}\.py:(\d+): error: (.*)", outputs()[0]):
        found[int(number)] = f"mypy rejects `{code[int(number) - 1].strip()}`: {words}"
    return found


def unreadable() -> list[str]:
    """What kept mypy from reading the package at all."""
    lines = outputs()[0].splitlines()
    return [f"mypy says: {line}" for line in lines if not line.startswith(("right", "wrong"))]


def mypy_accepts(program: str) -> None:
    """Raise what mypy says of the lines of the program whose types are right."""
    problems = [*unreadable(), *errors("right", program).values()]
    assert not problems, "\n".join(problems[:3])


def mypy_reports_each_line_of(program: str) -> None:
    """Raise which of the lines that are wrong mypy accepts."""
    reported = errors("wrong", program)
    problems = unreadable() + [words for line, words in reported.items() if line <= GIVEN]
    lines = enumerate(program.splitlines(), start=1)
    missed = [code for number, code in lines if number > GIVEN and number not in reported]
    problems = problems or [f"mypy accepts `{code}`" for code in missed]
    assert not problems, "\n".join(problems)


def stubtest_agrees_with(package: str) -> None:
    """Raise in what the stubs of the package differ from the compiled module."""
    differences = outputs()[1].strip()
    assert not differences, differences


def is_compiled(module: ModuleType) -> bool:
    """Whether Python imported the module from a file that is no source."""
    return str(module.__file__).endswith(tuple(EXTENSION_SUFFIXES))


@cache
def files_in_the_wheel() -> list[str]:
    """The files that pip installs for users, without the wheel's own."""
    with zipfile.ZipFile(os.environ["WORKSHOP_WHEEL"]) as wheel:
        return [name for name in wheel.namelist() if ".dist-info/" not in name]


def wheel_contains(ending: str) -> None:
    """Raise what is in the wheel, where it is nothing in the package that ends so."""
    names = files_in_the_wheel()
    found = [name for name in names if name.startswith("accounts/") and name.endswith(ending)]
    assert found, f"the wheel contains {', '.join(names)}"


def names_after_star_import_of(package: str) -> list[str]:
    """What `from package import *` defines."""
    names: dict[str, object] = {}
    exec(f"from {package} import *", names)  # noqa: S102
    return sorted(set(names) - {"__builtins__"})


def test_native_module_is_private() -> None:
    native = importlib.import_module("accounts._accounts")
    assert is_compiled(native), f"`accounts._accounts` is in {Path(str(native.__file__)).name}"
    assert native.Account is accounts.Account


def test_star_import_finds_account_alone() -> None:
    assert names_after_star_import_of("accounts") == ["Account"]


def test_wheel_contains_py_typed() -> None:
    wheel_contains("/py.typed")


def test_wheel_contains_stub() -> None:
    wheel_contains(".pyi")


def test_mypy_accepts_right_types() -> None:
    mypy_accepts(RIGHT)


def test_mypy_reports_wrong_types() -> None:
    mypy_reports_each_line_of(WRONG)


def test_stubtest_agrees() -> None:
    stubtest_agrees_with("accounts")
