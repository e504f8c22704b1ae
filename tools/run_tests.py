"""Run the tests: `./workshop test [--quick | --all] [OPTIONS OF PYTEST]`.

Most tests run beside each other, one worker for each core; then those that must be alone, one by
one. What follows goes to pytest: names of files, `-k`, `--lf`, `-x`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DURATIONS = "WORKSHOP_TEST_DURATIONS"
"""Names the file in which `tests/conftest.py` notes how long each test took."""
SLOWEST = 20
_PYTEST = Path(".venv", "Scripts" if os.name == "nt" else "bin", "pytest")
_MOST_WORKERS = 4  # each has a work folder and a cargo target of its own
_NEEDS_MORE = "cargo or book or slow or alone or storm or more"
_QUICK = f"quick or not ({_NEEDS_MORE})"
_USUAL = "not storm and not more"
_ONE_PROCESS = {"--collect-only", "--co", "--fixtures", "--markers", "--pdb", "--trace", "-s"}
_STOP_AT_ONCE = ("-x", "--exitfirst", "--maxfail")
_NO_TESTS = 5
_INTERRUPTED = 2
_PATIENCE = 30.0
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


def main(words: Sequence[str]) -> int:
    """Run what is asked for; the status is pytest's."""
    options, rest = _parser().parse_known_args(words)
    # A shell's background job ignores Ctrl-C, and so would every program that tests interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    get_npm_packages(ROOT)
    if not options.quick:  # these need no crate
        get_crates(ROOT)
    durations = ROOT / "target" / "test-durations.jsonl"
    durations.parent.mkdir(exist_ok=True)
    durations.write_text("", encoding="utf-8")
    sys.path.insert(0, str(ROOT / "src"))
    from workshop.process.termination import exit_on_signals

    with exit_on_signals(), shared_bytecode(ROOT / "target", os.environ) as environment:
        status = _run_phases(options, rest, {**environment, DURATIONS: str(durations)})
        if options.all and status == 0 and not rest:
            status = _run_every_python()
    if slowest := slowest_of(durations.read_text(encoding="utf-8")):
        print("\nThe slowest tests, in seconds")
        print("\n".join(f"{seconds:7.1f}  {test}" for seconds, test in slowest))
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="workshop test",
        usage="workshop test [--quick | --all] [FILE...] [-k WORDS] [OPTIONS OF PYTEST]",
        description="Every test, unless you choose some. All other options go to the workshop's "
        f"own pytest: `{_PYTEST} --help` lists them.",
        allow_abbrev=False,
    )
    tier = parser.add_mutually_exclusive_group()
    tier.add_argument("--quick", action="store_true", help="what needs no build: two minutes")
    tier.add_argument("--all", action="store_true", help="also storms, and every Python here")
    parser.add_argument("-m", default="", metavar="MARKERS", help="only these, as pytest has it")
    parser.add_argument("-n", type=int, default=None, metavar="WORKERS", help="default: the cores")
    return parser


# Phases


def phases(options: argparse.Namespace, rest: Sequence[str]) -> list[list[str]]:
    """The arguments of pytest for each run of it."""
    wanted = _QUICK if options.quick else "" if options.all else _USUAL
    if _ONE_PROCESS & {*rest}:
        return [[*_only(wanted, options.m), *rest]]
    workers = options.n
    if workers is None:
        affinity = getattr(os, "sched_getaffinity", None)
        cores = len(affinity(0)) if affinity else os.cpu_count() or 1
        workers = min(_MOST_WORKERS, cores)
    beside = ["-n", str(workers)] if workers > 1 else []
    if options.quick:
        return [[*beside, *_only(wanted, options.m), *rest]]
    return [
        [*beside, *_only("not alone", wanted, options.m), *rest],
        [*_only("alone", wanted, options.m), *rest],
    ]


def _only(*conditions: str) -> list[str]:
    joined = " and ".join(f"({condition})" for condition in conditions if condition)
    return ["-m", joined] if joined else []


def _run_phases(
    options: argparse.Namespace, rest: Sequence[str], environment: dict[str, str]
) -> int:
    statuses: list[int] = []
    for arguments in phases(options, rest):
        statuses.append(_run([sys.executable, "-m", "pytest", *arguments], ROOT, environment))
        failed = statuses[-1] not in {0, _NO_TESTS}
        stops_at_once = any(word.startswith(_STOP_AT_ONCE) for word in rest)
        if statuses[-1] == _INTERRUPTED or (failed and stops_at_once):
            break
    return worst(statuses)


def worst(statuses: Sequence[int]) -> int:
    """One status for all runs: that no test was chosen counts only if it is so in each."""
    failed = [status for status in statuses if status not in {0, _NO_TESTS}]
    return failed[0] if failed else min(statuses)


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> int:
    """Run a program that ends with this one, whoever ends it."""
    process = subprocess.Popen(command, cwd=folder, env=environment)
    try:
        return process.wait()
    except KeyboardInterrupt:  # the terminal has told it, too
        process.wait()
        return _INTERRUPTED
    finally:
        if process.poll() is None:  # let pytest tidy up, and after a while end what is left
            import psutil

            descendants = psutil.Process(process.pid).children(recursive=True)
            process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE)
            process.kill()
            process.wait()
            for child in descendants:
                with contextlib.suppress(psutil.NoSuchProcess):
                    child.kill()


# What the tests need


@contextlib.contextmanager
def shared_bytecode(folder: Path, environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The environment, in which Python keeps what it compiled until the end of the run.

    If the shell says that it may write none, hundreds of programs would compile the same modules,
    and each worker all tests. It lies in a folder of its own then, so none is beside a source.
    """
    if not environment.get(_NO_BYTECODE):
        yield {**environment}
        return
    with tempfile.TemporaryDirectory(prefix="bytecode-", dir=folder) as own:
        rest = {name: value for name, value in environment.items() if name != _NO_BYTECODE}
        yield {**rest, "PYTHONPYCACHEPREFIX": own}


def get_npm_packages(root: Path) -> None:
    """Install what package-lock.json names and `node_modules` lacks, if node is here."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None or not lacks_npm_packages(root):
        return
    print("npm packages: npm ci", flush=True)
    options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--silent"]
    if subprocess.run([npm, *options], cwd=root, check=False).returncode:
        print("npm ci failed; tests that need these packages are skipped.", flush=True)


def get_crates(root: Path) -> None:
    """Download the sources of the crates that Cargo.lock names, if they are not here."""
    cargo = shutil.which("cargo")
    command = [cargo or "", "fetch", "--locked", "--quiet"]
    if cargo and subprocess.run(command, cwd=root, check=False).returncode:
        print("cargo fetch failed; tests that need these crates may fail.", flush=True)


def lacks_npm_packages(root: Path) -> bool:
    """Whether a package for authors or browsers is missing, or there in another version."""
    wanted = _packages(root / "package-lock.json")
    return not wanted.items() <= _packages(root / "node_modules" / ".package-lock.json").items()


def _packages(lock: Path) -> dict[str, str]:
    try:
        packages: dict[str, Any] = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    except (OSError, ValueError, KeyError):
        return {}
    return {
        path: facts.get("version", "")
        for path, facts in packages.items()
        if path and not facts.get("optional")
    }


# Every Python


def _run_every_python() -> int:
    for version, python in _other_pythons():
        print(f"\nPython {version}", flush=True)
        clone = ROOT / "target" / "pythons" / version
        _copy_repository(clone)
        if status := _run([python, "workshop", "test"], clone, dict(os.environ)):
            return status
    return 0


def _other_pythons() -> Iterator[tuple[str, str]]:
    """Versions that the workshop supports, other than this one, and their programs."""
    for minor in range(11, 15):
        program = shutil.which(f"python3.{minor}")
        if program and minor != sys.version_info.minor:
            said = subprocess.run([program, "-V"], capture_output=True, text=True, check=False)
            if said.returncode == 0:  # a shim may stand for nothing
                yield f"3.{minor}", program


def _copy_repository(clone: Path) -> None:
    """The files as they are, committed or not, in a repository of their own."""
    git = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    shown = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, shown.stdout.split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, clone / name)
    for words in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", *words], cwd=clone, check=True)


# What took long


def slowest_of(noted: str) -> list[tuple[float, str]]:
    """The tests that took longest, set-up and end included."""
    seconds: dict[str, float] = {}
    for line in noted.splitlines():
        test, took = json.loads(line)
        seconds[test] = seconds.get(test, 0.0) + took
    ordered = sorted(((took, test) for test, took in seconds.items()), reverse=True)
    return [(took, test) for took, test in ordered[:SLOWEST] if took >= 1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
