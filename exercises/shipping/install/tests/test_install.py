"""The tests of `shipping-install`.

They do what a reader of README.md does: type its install command in a fresh environment, and run
its script. Our index is at port 8080 and has the wheel that was just built. The one at port 8081
stands for the public index, which pip and uv ask by default. There, a stranger owns `accounts`:
version 9.9.9, and one with the number of our own version.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import io
import os
import re
import runpy
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from unittest import mock

import pytest

# Run and not imported: Python would write a folder `__pycache__` beside the exercises.
shop = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[2] / "local_index.py")))

WHEEL = Path(os.environ["WORKSHOP_WHEEL"])
README = (Path(os.environ["WORKSHOP_FOLDER"]) / "README.md").read_text(encoding="utf-8")
NAME, VERSION, TAG = WHEEL.stem.split("-", 2)
PIP = re.compile(r"pip[\d.]*|(?:python[\d.]*|py) -m pip")
OTHER_PORT = re.compile(r"https?://(?:127\.0\.0\.1|localhost)(?!:808[01](?!\d))(?::\d+)?")
"""Whatever else this machine serves: the verdict must not depend on it."""
BLOCK = re.compile(r"(?ms)^[ \t]*```[ \t]*(?:python|py|python3)\b.*?\n(.*?)^[ \t]*```[ \t]*$")


@dataclass(frozen=True)
class Installed:
    """What the README's commands left in a fresh environment that has neither Rust nor source."""

    python: Path
    packages: Path
    said: str
    status: int

    @property
    def accounts(self) -> str:
        """The `accounts` that is there: ours, or a version of the stranger's."""
        found = importlib.metadata.distributions(name="accounts", path=[str(self.packages)])
        for one in found:
            author = one.metadata.get("Author", "")
            return f"{author} {one.version}" if author == "a stranger" else f"ours {one.version}"
        return "nothing"


def install_commands() -> list[list[str]]:
    """The commands above the script that pip or uv understand, and settings of variables."""
    above = README[: found.start()] if (found := BLOCK.search(README)) else README
    return [words for words in shop.commands_in(above) if _setting(words) or _program(words)]


def _setting(words: list[str]) -> bool:
    return words[0] == "export" or "=" in words[0]


def _program(words: list[str]) -> str:
    """`pip` or `uv`, or nothing for another program."""
    text = " ".join(words)
    if text.startswith("uv pip "):
        return "uv"
    return "pip" if (found := PIP.match(text)) and text[found.end() :].startswith(" ") else ""


def write_stranger(folder: Path, version: str, tag: str, build: str = "") -> Path:
    """Write a wheel named `accounts` that says who wrote it, and does nothing else."""
    info, author = f"accounts-{version}.dist-info", "Author: a stranger"
    files = {
        "accounts/__init__.py": f'print("accounts {version}, which a stranger wrote")\n',
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: accounts\n"
        f"Version: {version}\n{author}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\n"
        + "".join(f"Tag: {one}\n" for one in _tags(tag)),
    }
    record = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
    wheel = folder / f"accounts-{version}{build}-{tag}.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in (files | {f"{info}/RECORD": record}).items():
            archive.writestr(name, text)
    return wheel


def _tags(tag: str) -> list[str]:
    python, abi, systems = tag.split("-")
    return [f"{python}-{abi}-{system}" for system in systems.split(".")]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """Run the README's commands once, between our index and the public one."""
    commands = install_commands()
    assert commands, (
        "no line of README.md above its script begins with `$ pip install`, "
        "`$ python -m pip install` or `$ uv pip install`"
    )
    place = tmp_path_factory.mktemp("reader")
    wheels, empty = place / "wheels", place / "empty"
    wheels.mkdir()
    empty.mkdir()
    stranger = [
        write_stranger(wheels, "9.9.9", "py3-none-any"),
        write_stranger(wheels, VERSION, TAG, build="-1"),  # a build number wins over none
    ]
    python, packages = _environment(place / "environment")
    with (
        shop.local_index(place / "ours", WHEEL) as ours,
        shop.local_index(place / "public", *stranger) as public,
    ):
        ports = {8080: ours.address, 8081: public.address}
        values = shop.own_environment(place) | {
            "PIP_INDEX_URL": public.simple,  # which a command can say otherwise
            "UV_INDEX_URL": public.simple,
            "PIP_RETRIES": "0",
            "UV_HTTP_RETRIES": "0",
        }
        said, status = "", 0
        for words in commands:
            known = [OTHER_PORT.sub("http://127.0.0.1:9", word) for word in words]
            status, text = _run(shop.at_this_port(known, ports), python, empty, values)
            said += "\n" * bool(said) + text
            if status != 0:
                break
        for port, address in ports.items():
            said = said.replace(address, f"http://127.0.0.1:{port}")
    yield Installed(python, packages, said.strip(), status)
    shutil.rmtree(place, ignore_errors=True)


def _environment(folder: Path) -> tuple[Path, Path]:
    """A fresh environment without pip: its Python, and the folder of its packages."""
    venv.EnvBuilder(symlinks=os.name != "nt").create(folder)
    places = {"base": str(folder), "platbase": str(folder)}
    programs = Path(sysconfig.get_path("scripts", "venv", places))
    python = programs / ("python.exe" if os.name == "nt" else "python")
    return python, Path(sysconfig.get_path("purelib", "venv", places))


def _run(words: list[str], python: Path, folder: Path, values: dict[str, str]) -> tuple[int, str]:
    """Run one command with the workshop's pip or uv, for the Python of that environment."""
    while words and _setting(words):  # `export NAME=value`, or `NAME=value pip …`
        name, _, text = words.pop(0).partition("=")
        if name != "export":
            values[name] = text
    if not words:
        return 0, ""
    program = _program(words)
    rest = words[words.index("pip" if program == "uv" else _pip_word(words)) + 1 :]
    if program == "uv":
        uv = Path(importlib.import_module("uv").find_uv_bin())
        command = [str(uv), "pip", *rest, "--python", str(python)]
    else:
        command = [sys.executable, "-m", "pip", "--python", str(python), *rest]
    done = subprocess.run(
        command,
        cwd=folder,
        env=values,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout.strip()


def _pip_word(words: list[str]) -> str:
    return next(word for word in words if word.startswith("pip"))


def test_install_command_ends_without_an_error(installed: Installed) -> None:
    last = " ".join(installed.said.splitlines()[-1:])
    failed = installed.status != 0
    assert not failed, f"the command of README.md failed: {last}"


def test_install_command_takes_no_package_of_a_stranger(installed: Installed) -> None:
    who, _, version = installed.accounts.rpartition(" ")
    is_a_strangers = who == "a stranger"
    named = any("8081" in word for words in install_commands() for word in words)
    assert not is_a_strangers, (
        f"the command of README.md installed `accounts` {version} of a stranger, from the index "
        "at port 8081" + ("" if named else ", which pip and uv ask by default")
    )


def test_install_command_takes_the_wheel_from_our_index(installed: Installed) -> None:
    if installed.status != 0:
        pytest.skip("the command failed, so it has installed nothing")
    found = installed.accounts
    assert found == f"ours {VERSION}"


def script() -> str:
    """The first Python block of the README, letter by letter."""
    found = BLOCK.search(README)
    assert found, "README.md has no block that begins with ```python"
    return found[1]


def balances_in(text: str) -> list[str]:
    """The numbers of each line that have a decimal point, or its last word where there is none."""
    number = re.compile(r"(?<![\w.])[+-]?\d+\.\d+(?!\w)")
    return [
        word
        for line in text.splitlines()
        if line.strip()
        for word in number.findall(line) or line.split()[-1:]
    ]


def test_script_prints_150_and_75(installed: Installed, tmp_path: Path) -> None:
    if installed.status != 0:
        pytest.skip("the command failed, so there is no `accounts` to import")
    file = tmp_path / "script.py"
    file.write_text(script(), encoding="utf-8")
    done = subprocess.run(
        [installed.python, "-s", "-E", file.name],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    error, printed = " ".join(done.stderr.splitlines()[-1:]), done.stdout
    stopped = done.returncode != 0
    assert not stopped, f"the script of README.md stopped: {error}"
    assert balances_in(printed) == ["150.0", "75.0"], (
        "the script of README.md must print 150.0 and 75.0"
    )


class OtherAccount:
    """An account that opens with 1000 more than it was told."""

    def __init__(self, balance: float) -> None:
        self._balance = balance + 1000.0

    def deposit(self, amount: float) -> None:
        self._balance += amount

    def withdraw(self, amount: float) -> None:
        self._balance -= amount

    def get_balance(self) -> float:
        return self._balance


def test_script_prints_what_the_accounts_return() -> None:
    code, output, error = script(), io.StringIO(), ""
    other = ModuleType("accounts")
    other.__dict__["Account"] = OtherAccount
    modules = {"accounts": other, "accounts._accounts": ModuleType("accounts._accounts")}
    with mock.patch.dict(sys.modules, modules), contextlib.redirect_stdout(output):
        try:
            exec(compile(code, "README.md", "exec"), {"__name__": "__main__"})  # noqa: S102
        except Exception as raised:  # noqa: BLE001
            error = f"{type(raised).__name__}: {raised}"
    assert not error, f"with other accounts, the script of README.md stopped: {error}"
    printed = output.getvalue()
    assert balances_in(printed) == ["1150.0", "1075.0"], (
        "with accounts that open with 1000 more, it must print 1150.0 and 1075.0"
    )
