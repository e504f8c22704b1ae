"""The steps of setup: what each one makes, and how it sees that nothing has to be made."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from workshop.base.digest import digest_of
from workshop.base.notify import Notify
from workshop.base.run_command import run_command
from workshop.bootstrap import remedies
from workshop.bootstrap.environment import Installation
from workshop.bootstrap.installing import (
    has_uv,
    install_lock,
    install_uv,
    installed_versions,
    locked_names,
    pinned,
    remove_incomplete,
)
from workshop.bootstrap.venv_scripts import (
    folder_named_by_pip,
    keep_uv,
    put_back_uv,
    repoint,
    write_command,
)

OLDEST = (3, 11)
NEWEST = (3, 15)
"""The newest Python for which every locked package has a wheel; the launcher names it too."""
SPACE = 2_500_000_000
"""Bytes that the environment, the compiled crates and the book need together."""
LEARNERS, AUTHORS = "requirements.txt", "requirements-dev.txt"
"""What learners need, and what tests and site need on top: the files with what is locked."""
_FORM = "1"
"""What the steps make; another number lets every clone do all of them again."""
_LEAST = 100_000_000
"""Bytes without which not even an empty environment can be made."""
_OWN_VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
_FACTS = """
import json, sys, sysconfig, pip
print(json.dumps([sys.version_info[:2], sys._base_executable, sysconfig.get_path("purelib")]))
"""


@dataclass(frozen=True)
class Step:
    """One step. It is done as long as `state` returns what it returned when `run` had ended."""

    name: str
    title: str
    state: Callable[[], str]
    run: Callable[[Notify], str]
    """Makes what is missing; notifies of how far it is, and returns the result in a few words."""

    def is_needed(self, notes: Mapping[str, str]) -> bool:
        """Whether the note about this step is missing, or no longer true."""
        return notes.get(self.name) != self.state()


@dataclass(frozen=True)
class Interpreter:
    """What the environment's own Python says about itself."""

    version: tuple[int, ...]
    base: str
    packages: Path


@dataclass
class Steps:
    """The steps for one clone. `notes` goes from one step to the next, and into a file."""

    installation: Installation
    environment: Mapping[str, str]
    notes: dict[str, str]

    def all(self, *, rust: bool, authors: bool) -> list[Step]:
        """Every step, in order: with Rust or without, with what authors need or without."""
        root = self.installation.root

        def rust_state() -> str:
            return _stamp(shutil.which("rustc", path=self.environment["PATH"]))

        def venv_state() -> str:
            works = self.installation.python.exists() and _stamp(self.notes.get("base"))
            return f"{_FORM}|{root}|{works}"

        def uv_state() -> str:
            return f"{_FORM}|{self.installation.program('uv').exists()}"

        def cargo_state() -> str:
            writer = root / "src/workshop/bootstrap/cargo_config.py"
            written = (root / ".cargo/config.toml", root / "work/.cargo/config.toml")
            return digest_of(writer, *written)

        def install(name: str) -> Step:
            run = partial(self.install, name)
            return Step(name, f"packages of {name}", lambda: digest_of(root / name), run)

        return [
            *([Step("rust", "Rust and a linker", rust_state, self.check_rust)] if rust else []),
            Step("venv", ".venv", venv_state, self.make_venv),
            Step("uv", "uv, which installs the rest", uv_state, self.get_uv),
            install(LEARNERS),
            *([install(AUTHORS)] if authors else []),
            Step("links", "the command `workshop`", lambda: _FORM, self.link),
            Step(
                "cargo",
                "cargo's environment",
                cargo_state,
                self.configure_cargo,
            ),
        ]

    def check_rust(self, _notify: Notify) -> str:
        """Find Rust, and let it link an empty program."""
        from workshop.bootstrap import find_rust  # 25 ms, which no start needs that has it all

        found = find_rust.find_rust(self.installation.root, self.environment)
        find_rust.try_linker(found, self.installation.root, self.environment)
        return f"rustc {found.release}"

    def make_venv(self, _notify: Notify) -> str:
        """Make the environment, or repair one that was moved or has lost its Python."""
        found = self._interpreter() if "base" in self.notes else None  # else it is half made
        if found is None or not OLDEST <= found.version <= NEWEST:
            self._create()
        else:
            self._repair(found)
        found = self._require_interpreter("making .venv")
        self.notes["base"] = found.base
        return f"Python {'.'.join(map(str, found.version))}, from {found.base}"

    def get_uv(self, _notify: Notify) -> str:
        """Have the uv of the lock: the one that is there, or else by pip."""
        version, _ = pinned(self.installation.root / LEARNERS, "uv")
        if not has_uv(self.installation.program("uv"), version, self.environment):
            install_uv(self.installation, self.environment)
        return version

    def install(self, name: str, notify: Notify) -> str:
        """Install what a lock says; the learners' one again, where a moved environment needs it."""
        lock = self.installation.root / name
        packages = self._require_interpreter(f"installing {name}").packages
        names = locked_names(lock)
        remove_incomplete(packages, names - {"uv"})  # which has run, and may lack uvx
        again = name == LEARNERS and "again" in self.notes
        install_lock(self.installation, lock, self.environment, again=again, notify=notify)
        if again:
            del self.notes["again"]
        return f"{len(installed_versions(packages).keys() & names)} installed"

    def link(self, _notify: Notify) -> str:
        """Put `src/` on the environment's path, and the command beside its Python."""
        packages = self._require_interpreter("linking src/").packages
        source = os.path.relpath(self.installation.root / "src", packages)
        (packages / "workshop.pth").write_text(source + "\n", encoding="utf-8")
        write_command(self.installation.bin)
        return "in place"

    def configure_cargo(self, _notify: Notify) -> str:
        """Write the one environment in which cargo builds, by the Python that it names."""
        root, module = self.installation.root, "workshop.bootstrap.cargo_config"
        command: list[str | Path] = [self.installation.python, "-P", "-m", module, root]
        result = run_command(command, folder=root, environment=self.environment)
        if result.returncode:
            raise remedies.error_from_output("writing .cargo/config.toml", result.stderr)
        return "in place"

    def _interpreter(self) -> Interpreter | None:
        root, python = self.installation.root, self.installation.python
        try:
            command = [str(python), "-I", "-c", _FACTS]
            result = run_command(command, folder=root, environment=self.environment)
            version, base, packages = json.loads(result.stdout)
        except (OSError, ValueError):
            return None
        return Interpreter(tuple(version), base, Path(packages))

    def _require_interpreter(self, action: str) -> Interpreter:
        found = self._interpreter()
        if found is None:
            raise remedies.failed(action, "the Python of .venv does not start")
        return found

    def _create(self) -> None:
        """Make the environment from the Python that runs setup; nothing of an old one stays."""
        if not (find_spec("venv") and find_spec("ensurepip")):
            raise remedies.no_ensurepip(_OWN_VERSION)
        self._check_space(SPACE)
        for name in self.notes.keys() - {"rust"}:
            del self.notes[name]
        self.installation.state.unlink(missing_ok=True)
        kept = self.installation.root / "work" / ".uv"
        keep_uv(self.installation.venv, kept)
        self._run_venv(getattr(sys, "_base_executable", sys.executable), "--clear")
        found = self._interpreter()
        if found:
            put_back_uv(kept, self.installation.bin, found.packages)

    def _repair(self, found: Interpreter) -> None:
        """Write this clone's path into an environment that works, but may be from elsewhere."""
        old = folder_named_by_pip(self.installation.bin)
        if old == self.installation.bin:
            return
        outdated = {"links", "cargo"}
        if old is None or os.name == "nt":
            outdated |= {LEARNERS, AUTHORS}
            self.notes["again"] = "yes"  # every package is written again
        else:
            repoint(self.installation.bin, old)
        for name in self.notes.keys() & outdated:
            del self.notes[name]
        self._run_venv(found.base, "--without-pip")  # which it has

    def _run_venv(self, base: str, *options: str) -> None:
        command = [base, "-I", "-m", "venv", "--prompt", "workshop", *options]
        result = run_command(
            [*command, self.installation.venv],
            folder=self.installation.root,
            environment=self.environment,
        )
        output = result.stdout + result.stderr
        if result.returncode and "ensurepip is not available" in output:
            raise remedies.no_ensurepip(_OWN_VERSION)
        if result.returncode:
            self._check_space(_LEAST)  # ensurepip keeps its reasons to itself
            raise remedies.error_from_output("making .venv", output)

    def _check_space(self, needed: int) -> None:
        free = shutil.disk_usage(self.installation.root).free
        if free < needed:
            raise remedies.no_space(f"{free / 1e9:.1f} GB are free in {self.installation.root}")


def _stamp(file: str | None) -> str:
    """What changes with a program. An image that is packed keeps whole seconds of its date."""
    try:
        facts = Path(file).stat() if file else None
    except OSError:
        return ""
    return f"{file}|{int(facts.st_mtime)}|{facts.st_size}" if facts else ""
