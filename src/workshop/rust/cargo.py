"""Run cargo on one crate, and read its JSON messages into diagnostics and an artifact."""

from __future__ import annotations

import json
import math
import re
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from workshop.base.digest import digest_of
from workshop.base.notify import Notify, ignore
from workshop.base.run_command import run_command
from workshop.process.sandbox import Child, running
from workshop.rust import build_script
from workshop.rust.diagnostics import Diagnostic, parse_diagnostic, with_other_paths
from workshop.rust.toolchain import build_environment, find_program
from workshop.rust.workspace import Crate

SHOW_PROGRESS = {
    "CARGO_TERM_COLOR": "never",
    "CARGO_TERM_PROGRESS_WHEN": "never",
    "CARGO_TERM_QUIET": "false",
    "CARGO_TERM_VERBOSE": "false",
}
"""Whatever somebody has set for cargo: its progress is read here."""
_PROGRESS = re.compile(
    r"\s*(Compiling|Finished|Blocking|Locking|Updating|Downloading|Downloaded|Adding)\b"
)
_LIBRARY_SUFFIXES = {".so", ".dylib", ".dll", ".pyd"}
_NOT_ASKED_FOR = """\
Cargo built nothing that can be checked: the `[lib]` section of Cargo.toml, or in an exercise \
without Python the `[[test]]` section, differs from the starter's."""


@dataclass(frozen=True)
class Product:
    """What one compilation of the crate made, or an earlier one, whose files were `reused`."""

    digest: str
    reused: bool


@dataclass(frozen=True)
class BuildResult:
    """What came of building one crate: an artifact, or the reasons why there is none."""

    artifact: Path | None
    diagnostics: tuple[Diagnostic, ...] = ()
    trouble: str | None = None
    products: tuple[Product, ...] = ()
    of_others: tuple[Diagnostic, ...] = ()
    """Errors of crates that this one uses."""

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The compiler's errors about the code, the first first; its summaries are left out."""
        return tuple(d for d in self.diagnostics if d.is_error and not d.is_summary)

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """The compiler's warnings about the code."""
        return tuple(d for d in self.diagnostics if d.level == "warning" and d.spans)


def cargo_command(goal: Sequence[str], folder: Path, target: Path) -> list[str]:
    """A command of cargo for the crate in `folder`, whose messages `run_cargo` can read."""
    places = ["--manifest-path", str(folder / "Cargo.toml"), "--target-dir", str(target)]
    return ["cargo", *goal, *places, "--message-format=json-diagnostic-rendered-ansi"]


def run_cargo(
    command: Sequence[str],
    folder: Path,
    *,
    tests: Collection[Path] = (),
    environment: Mapping[str, str] | None = None,
    limit: float = math.inf,
    notify: Notify = ignore,
    cancel: threading.Event | None = None,
) -> BuildResult:
    """Run cargo on the crate in `folder`; `limit` counts the seconds spent on the crate itself.

    With `tests` the artifact is the program made from one of them, whatever else is built.
    """
    messages = _Messages(folder.resolve(), frozenset(test.resolve() for test in tests))
    progress = CargoProgress(folder.resolve(), notify)
    values = {**build_environment(), **SHOW_PROGRESS, **(environment or {})}
    words = [find_program(command[0], values["PATH"]), *command[1:]]
    with running(
        lambda: Child(
            words,
            folder=folder,
            environment=values,
            on_output=messages.read,
            on_error=progress.read,
        )
    ) as child:
        end = child.wait(lambda: progress.seconds_left(limit), cancel)
    artifact = messages.artifact if end.status == 0 else None
    built = BuildResult(
        artifact,
        tuple(messages.diagnostics),
        products=tuple(messages.products),
        of_others=tuple(messages.of_others),
    )
    if built.artifact or (built.errors and end.status is not None):
        return built
    if end.status is None:
        return replace(built, trouble=over_time(limit))
    if end.status == 0 or "no test target matches" in end.errors:
        return replace(built, trouble=_NOT_ASKED_FOR)
    trouble = build_script.failure(end.errors)
    return replace(built, trouble=trouble or "Cargo could not build the crate" + reason(end.errors))


def clean(crate: Crate, target: Path, *, everything: bool = False, release: bool = False) -> None:
    """Remove what a profile built of one crate, wherever cargo keeps it, or of all that it uses."""
    values = build_environment()
    what = ["--profile", "release" if release else "dev"]
    what += [] if everything else ["--package", crate.package]
    command = [find_program("cargo", values["PATH"]), "clean", "--offline", *what]
    command += ["--manifest-path", str(crate.manifest), "--target-dir", str(target)]
    built = "release" if release else "debug"
    # Where a target is set (`build.target`), its folder is cleaned only if it is named.
    command += [f"--target={folder.parent.name}" for folder in target.glob(f"*/{built}")]
    run_command(command, folder=crate.folder, environment=values)


def over_time(limit: float) -> str:
    """What to say of a build that took too long."""
    return f"The build did not finish within {limit:g} seconds and was stopped."


def reason(errors: str) -> str:
    """What a builder says on its standard error without its progress, to follow "could not …"."""
    if "No space left on device" in errors:
        return ": the disk is full. `workshop doctor` says how full."
    lines = [line for line in errors.splitlines() if not _PROGRESS.match(line)]
    return ":\n" + "\n".join(lines[:20]).strip()


class CargoProgress:
    """Reads cargo's progress: tells it, and measures the time spent on the crate in `folder`."""

    def __init__(self, folder: Path, notify: Notify) -> None:
        self._folder, self._notify = str(folder), notify
        self._own_start: float | None = None

    @property
    def compiled(self) -> bool:
        """Whether the crate itself was compiled, so that nothing of an earlier build was used."""
        return self._own_start is not None

    def read(self, line: str) -> None:
        """Take one line of cargo's standard error."""
        if "Blocking waiting for file lock" in line:
            self._notify("Another build is running (an editor, or a terminal): waiting for it.")
        elif "Updating" in line:
            self._notify("Asking the crate registry (a new dependency?)")
        elif match := re.match(r"\s*Compiling (\S+) (\S+)(.*)", line):
            if self._folder in match[3]:
                self._own_start = time.monotonic()
            else:
                self._notify(f"Compiling {match[1]} {match[2]} (needed once)")

    def seconds_left(self, limit: float) -> float:
        """The time left for the crate itself; waiting and dependencies do not count."""
        if self._own_start is None:
            return math.inf
        return limit - (time.monotonic() - self._own_start)


@dataclass
class _Messages:
    """Collects what cargo says about the crate in `folder`."""

    folder: Path
    programs: frozenset[Path]
    diagnostics: list[Diagnostic] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)
    of_others: list[Diagnostic] = field(default_factory=list)
    artifact: Path | None = None

    def read(self, line: str) -> None:
        """Take one line of cargo's standard output."""
        try:
            message = json.loads(line)
        except ValueError:
            return  # a build script or a macro printed it
        manifest = message.get("manifest_path") if isinstance(message, dict) else None
        if manifest is None:
            return
        if Path(manifest).parent.resolve() != self.folder:
            if message["reason"] == "compiler-message":
                found = parse_diagnostic(message["message"])
                self.of_others += [found] if found.is_error and not found.is_summary else []
            return
        if message["reason"] == "compiler-message":
            # Cargo names a copy from the folder `work/`, and people look from the clone; the tests
            # it names by the manifest's path, which goes there and back.
            copy = f"{self.folder.parent.name}/{self.folder.name}/"
            shown = _with_slashes(line, copy)
            shown = shown.replace(f".linked/{copy}", copy)  # a stand-in, see `linked`
            shown = shown.replace(f"{copy}../../../exercises/", "exercises/")
            direct = json.loads(shown.replace(f"{copy}exercises/", "exercises/"))
            found = parse_diagnostic(direct["message"])
            self.diagnostics.append(with_other_paths(found, copy, f"work/{copy}"))
        elif message["reason"] == "compiler-artifact":
            target = message["target"]
            digest = _digest(message["filenames"])
            self.products.append(Product(digest, reused=message["fresh"]))
            if "custom-build" in target["kind"]:
                return
            if not self.programs:
                libraries = (f for f in message["filenames"] if Path(f).suffix in _LIBRARY_SUFFIXES)
                file = next(libraries, None)
            elif Path(target["src_path"]).resolve() in self.programs:
                file = message.get("executable")
            else:
                return
            self.artifact = Path(file) if file else self.artifact


def _with_slashes(line: str, copy: str) -> str:
    """A line of JSON with the paths below a copy as other systems write them than Windows."""
    separator = r"\\"  # a backslash in JSON
    below = r"(?:\.linked\\\\)?" + re.escape(copy.replace("/", separator)) + r"(?:[\w.-]+\\\\)*"
    return re.sub(below, lambda found: found[0].replace(separator, "/"), line)


def _digest(names: list[str]) -> str:
    """The digest of the smallest file: one run of the compiler has made them all."""
    files = [(Path(name).stat().st_size, Path(name)) for name in names if Path(name).is_file()]
    return digest_of(min(files)[1]) if files else ""
