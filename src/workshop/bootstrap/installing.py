"""Install locked packages with pip and uv, and show how far it is."""

from __future__ import annotations

import csv
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workshop.base.errors import WorkshopError
from workshop.base.notify import Notify
from workshop.base.run_command import follow_command, run_command
from workshop.bootstrap import remedies
from workshop.bootstrap.environment import Installation, own_environment

_SIZE = re.compile(r"Downloading (\S+) \((\d+(?:\.\d+)?)([KMG])iB\)")
_DOWNLOADED = re.compile(r"Downloaded (\S+)")
_UNITS = {"K": 1 / 1024, "M": 1.0, "G": 1024.0}
_LOCKED_ONLY = ("--require-hashes", "--only-binary", ":all:", "--no-deps")


@dataclass
class ProgressLine:
    """One line of the terminal that says what is being done, and how far it is."""

    title: str
    started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        print(self.title, end="" if sys.stderr.isatty() else " …\n", file=sys.stderr, flush=True)

    def update(self, text: str) -> None:
        """Say how far it is; only a terminal shows it."""
        if sys.stderr.isatty():
            print(f"\r{self.title}: {text:<20}", end="", file=sys.stderr, flush=True)

    def done(self, text: str) -> None:
        """Say what came out."""
        seconds = time.monotonic() - self.started
        text += f" ({seconds:.0f} s)" if seconds >= 1 else ""
        line = f"\r{self.title}: {text:<20}" if sys.stderr.isatty() else f"{self.title}: {text}"
        print(line, file=sys.stderr, flush=True)


@dataclass
class Downloads:
    """How many of the larger files have arrived, counted from the lines that uv writes."""

    sizes: dict[str, float] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    def read(self, line: str) -> str | None:
        """Take in one line; return what to show, if it changed anything."""
        if found := _SIZE.search(line):
            self.sizes[found[1]] = float(found[2]) * _UNITS[found[3]]
        elif found := _DOWNLOADED.search(line):
            self.done.add(found[1])
        else:
            return None
        arrived = sum(self.sizes.get(name, 0) for name in self.done)
        return f"{arrived:.0f} of {sum(self.sizes.values()):.0f} MB"


def pinned(lock: Path, name: str) -> tuple[str, str]:
    """The version of one package in a lock file, and its lines there, hashes included."""
    text = lock.read_text(encoding="utf-8")
    found = re.search(rf"^{re.escape(name)}==([^\s;\\]+).*\n(?:[ \t]+.*\n?)*", text, re.MULTILINE)
    if found is None:
        raise remedies.failed(f"reading {lock.name}", f"no line `{name}==…` in it")
    return found[1], found[0]


def locked_names(lock: Path) -> set[str]:
    """The packages in a lock file, those for other systems included."""
    return set(re.findall(r"(?m)^([\w.-]+)==", lock.read_text(encoding="utf-8")))


def installed_versions(packages: Path) -> dict[str, str]:
    """The version of each package in a folder `site-packages`, by its normalized name."""
    found = (folder.stem.rpartition("-") for folder in packages.glob("*.dist-info"))
    return {_normalized(name): version for name, _, version in found}


def remove_incomplete(packages: Path, names: set[str]) -> None:
    """Remove the metadata of those packages that lack a file, so that they count as missing."""
    for folder in list(packages.glob("*.dist-info")):
        name = _normalized(folder.stem.rpartition("-")[0])
        if name in names and not _is_whole(folder):
            shutil.rmtree(folder)


def _is_whole(folder: Path) -> bool:
    record = folder / "RECORD"
    if not record.is_file():
        return False
    with record.open(encoding="utf-8", newline="") as stream:
        files = [row[0] for row in csv.reader(stream) if row]
    return all((folder.parent / file).exists() for file in files if not file.endswith(".pyc"))


def _normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def has_uv(program: Path, version: str, environment: Mapping[str, str]) -> bool:
    """Whether the program is the uv of this version, and runs."""
    try:
        output = run_command([program, "--version"], environment=environment).stdout
    except OSError:
        return False
    return output.split()[1:2] == [version]


def install_uv(installation: Installation, environment: Mapping[str, str]) -> None:
    """Install uv into the environment by pip: the version and hashes of the learners' lock."""
    version, lines = pinned(installation.root / "requirements.txt", "uv")
    lock = installation.venv / "uv.txt"
    lock.write_text(lines, encoding="utf-8")
    options = ["--disable-pip-version-check", "--no-input", "--quiet", "--retries", "2"]
    options.append("--force-reinstall")  # its program may be gone while pip knows nothing of it
    pip = [str(installation.python), "-P", "-m", "pip", "install"]
    command = [*pip, *options, *_LOCKED_ONLY, "--requirement", str(lock)]
    result = run_command(command, folder=installation.root, environment=environment)
    if result.returncode:
        raise remedies.error_from_output(f"installing uv {version}", result.stdout + result.stderr)


def install_lock(
    installation: Installation,
    lock: Path,
    environment: Mapping[str, str],
    *,
    again: bool,
    notify: Notify,
) -> None:
    """Let the environment hold what the lock says; `again` also writes what is there already.

    What the cache holds is taken without the network. Only what differs is touched.
    """
    uv, python = str(installation.program("uv")), str(installation.python)
    command = [uv, "pip", "install", "--python", python, *_LOCKED_ONLY]
    command += [*(["--reinstall"] if again else []), "--requirement", str(lock)]
    folder = Path(installation.root.anchor)  # uv would read this project's own pyproject.toml
    status, output = _run_uv([*command, "--offline"], folder, environment, notify)
    if status:
        status, output = _run_uv(command, folder, environment, notify)
    if status and "certificate" in output:
        own = {**environment, "UV_SYSTEM_CERTS": "1"}  # a company's proxy: ask the system
        status, output = _run_uv(command, folder, own, notify)
    if status:
        raise remedies.error_from_output(f"installing the packages of {lock.name}", output)


def run_as_job(
    install: Callable[[Installation, Mapping[str, str], Notify], None], root: str
) -> int:
    """Install something for the clone at `root`, and say on standard error what happens.

    `prefetch` reads these lines; the status is that of the program.
    """

    def notify(text: str) -> None:
        print(f"note: {text}", file=sys.stderr, flush=True)

    installation = Installation(Path(root).resolve())
    try:
        install(installation, own_environment(installation, os.environ), notify)
    except WorkshopError as error:
        print(f"workshop: {error}", file=sys.stderr)
        return error.exit_status
    return 0


def _run_uv(
    command: list[str], folder: Path, environment: Mapping[str, str], notify: Notify
) -> tuple[int, str]:
    downloads = Downloads()

    def read(line: str) -> None:
        if text := downloads.read(line):
            notify(text)

    return follow_command(command, read, folder=folder, environment=environment)
