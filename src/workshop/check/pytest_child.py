"""The child that runs one exercise's Python tests: `python -m workshop.check.pytest_child`.

It is started ahead, imports what is slow, then reads one line of JSON that says what to run. It is
used once. Its report is a file of JSON lines, each written before the next thing can crash. What
the learner's code does to this process must not change a verdict: that it closes or redirects a
stream, goes to another folder, forks.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import importlib
import importlib.util
import json
import os
import reprlib
import sys
import sysconfig
import tempfile
import traceback
from collections.abc import Generator
from importlib.machinery import SourceFileLoader
from pathlib import Path, PurePath
from types import CodeType, FrameType, ModuleType
from typing import Any, TextIO

import pytest
from _pytest.config import default_plugins

from workshop.check.assertion_source import python_statement

_NOT_SHOWN = (ModuleType, PurePath)
"""What says nothing to a learner: modules, and paths such as `tmp_path`."""
_repr = reprlib.Repr()
_repr.maxstring = _repr.maxother = 160
_repr.maxlist = _repr.maxtuple = _repr.maxdict = 6
_repr.maxlevel = 3


class Report:
    """A pytest plugin that writes what happens, as it happens."""

    def __init__(self, file: Path, mark: str) -> None:
        self._file, self._mark, self._process = file, mark, os.getpid()
        self._streams = {number: os.dup(number) for number in (1, 2)}
        self._usual: tuple[TextIO, ...] = (sys.stdout, sys.stderr)
        self._compared: tuple[str, str, str] | None = None
        self._running: pytest.Item | None = None

    def write(self, event: str, **facts: Any) -> None:
        """Append one event; it is on its way to the disk before this returns."""
        if os.getpid() == self._process:  # a fork of it reports nothing
            with self._file.open("ab", buffering=0) as file:
                file.write((json.dumps({"event": event, **facts}) + "\n").encode())

    def _begin_output(self, test: str) -> None:
        """From here on, what is printed belongs to this test; streams that were closed are back."""
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):  # whatever a learner's code made of it
                stream.flush()
        if os.name == "posix":
            ctypes.CDLL(None).fflush(None)
        if os.getpid() != self._process:
            return
        for number, stream in self._streams.items():
            with contextlib.suppress(OSError):
                os.write(stream, f"{self._mark}{test}\n".encode())
            try:
                os.dup2(stream, number)
            except OSError:  # all descriptors were closed
                os.dup2(os.open(os.devnull, os.O_WRONLY), number)
        sys.stdout, sys.stderr = self._usual = tuple(map(_open_again, (1, 2), self._usual))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Write how many tests there are, so that a short run is seen."""
        self.write("collected", count=len(session.items))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Write what kept a test file from being read."""
        if report.failed:
            self.write("unreadable", message=str(report.longrepr)[-2000:])

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, exitstatus: int) -> None:
        """Write that pytest got to its end."""
        if exitstatus not in {pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR}:
            self.write("finished")

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Write what kept pytest itself from going on."""
        self.write("internal", message="".join(traceback.format_exception(excinfo.value))[-2000:])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Write the test's name before it runs: it may be the last thing that this child does."""
        self._compared, self._running = None, item
        self.write("start", id=item.nodeid, test=item.name)
        self._begin_output(item.nodeid)
        try:
            return (yield)
        finally:
            self._begin_output("")

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Write of the test that was running how it ended all of them, such as by Ctrl-C."""
        if item := self._running:
            facts = {"raised": type(excinfo.value).__name__, "message": str(excinfo.value)}
            self.write("end", id=item.nodeid, test=item.name, outcome="failed", **facts)

    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> None:
        """Keep both sides of a comparison that failed."""
        self._compared = (op, _repr.repr(left), _repr.repr(right))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Write how each test ended, in the words of someone who never saw pytest."""
        report = yield
        end = {"id": item.nodeid, "test": item.name, "outcome": report.outcome}
        if report.failed:
            self.write("end", **end, **self._failure(item, call))
        elif report.skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
            self.write("end", **end, message=reason.removeprefix("Skipped: "))
        elif report.when == "call":
            self.write("end", **end)
        return report

    def _failure(self, item: pytest.Item, call: pytest.CallInfo[None]) -> dict[str, Any]:
        assert call.excinfo is not None  # noqa: S101
        error = call.excinfo.value
        entries = [entry for entry in call.excinfo.traceback if Path(entry.path) == item.path]
        facts: dict[str, Any] = {"raised": type(error).__name__, "message": _message(error)}
        if entries:
            facts |= {"file": item.path.name, "line": entries[-1].lineno + 1}
            facts |= _evaluated(item.path, entries[0].lineno + 1, entries[0].frame.raw)
        if self._compared and isinstance(error, AssertionError):
            facts |= dict(zip(("op", "returned", "expected"), self._compared, strict=True))
        return facts


def _open_again(number: int, stream: TextIO) -> TextIO:
    """The stream, or another one where a learner's code has closed it."""
    return os.fdopen(number, "w", 1, "utf-8", closefd=False) if stream.closed else stream


def _message(error: BaseException) -> str:
    """What it says, and its notes: PyO3 names the argument in one."""
    return "\n".join([str(error), *getattr(error, "__notes__", ())])[:2000]


def _evaluated(file: Path, line: int, frame: FrameType) -> dict[str, Any]:
    """What the test's own line evaluated, and the values that went in."""
    statement = python_statement(file.read_text(encoding="utf-8"), line)
    values = {
        name: _repr.repr(value)
        for name, value in frame.f_locals.items()
        if name in statement.names and not callable(value) and not isinstance(value, _NOT_SHOWN)
    }
    return {
        "call": statement.call,
        "must": statement.must,
        "awaited": statement.raises,
        "values": values,
    }


def run(order: dict[str, Any]) -> None:
    """Import what the learner made, and run the tests that `order` names.

    `path` goes before, and the folder of a `script` after the folders that Python imports from;
    a `module` that must lie `inside` an environment is imported from nowhere else.
    """
    report = Report(Path(order["report"]), order["mark"])
    trace = os.open(order["trace"], os.O_WRONLY | os.O_CREAT)
    faulthandler.enable(trace)
    faulthandler.dump_traceback_later(order["timeout"], file=trace)
    os.environ.update(order["environment"])
    tempfile.tempdir = None  # what was asked for ahead was another folder
    os.chdir(order["folder"])
    sys.path[:0] = order.get("path", ())
    report.write("started")
    if not _imported(order, report):
        return
    os.chdir(order["folder"])
    for name in [name for name in os.environ if name.startswith("PYTEST_")]:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    pytest.main(_arguments(order), plugins=[report])


def _imported(order: dict[str, Any], report: Report) -> bool:
    """Import what the learner made, so that the tests find it, or report what it raised."""
    try:
        if "script" in order:
            _import_script(Path(order["script"]))
        elif "module" in order:
            module = importlib.import_module(order["module"])
            _require_inside(module, order.get("inside"))
    except BaseException as error:  # noqa: BLE001  (a Rust panic is no Exception)
        report.write("import", **_import_failure(error, order))
        return False
    return True


def _import_script(file: Path) -> None:
    sys.path.append(str(file.parent))
    spec = importlib.util.spec_from_loader(file.stem, _FromSource(file.stem, str(file)))
    assert spec is not None  # noqa: S101
    sys.modules[file.stem] = module = importlib.util.module_from_spec(spec)
    _FromSource(file.stem, str(file)).exec_module(module)


class _FromSource(SourceFileLoader):
    """Compiles the file that is there; Python's cache misses a second save within one second."""

    def get_code(self, fullname: str) -> CodeType:
        """Compile the source, and write no cache beside it."""
        file = self.get_filename(fullname)
        return compile(self.get_data(file), file, "exec", dont_inherit=True)


def _require_inside(module: ModuleType, environment: str | None) -> None:
    """Raise where a wheel lacks a module that is installed elsewhere on this machine."""
    places = [module.__file__] if module.__file__ else list(module.__path__)
    if environment and not any(Path(place).is_relative_to(environment) for place in places):
        raise ModuleNotFoundError(f"The wheel contains no module named {module.__name__!r}")


def _import_failure(error: BaseException, order: dict[str, Any]) -> dict[str, Any]:
    """What was raised, and the line of a script, or of what a wheel has installed."""
    installed = sysconfig.get_path("purelib") if "inside" in order else None
    folder = installed or order["environment"]["WORKSHOP_FOLDER"]
    message = str(error).replace(f"{installed}{os.sep}", "")
    facts: dict[str, Any] = {"raised": type(error).__name__, "message": message}
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.startswith(folder)
    ]
    if own and ("script" in order or installed):
        facts |= {"file": os.path.relpath(own[-1].filename, folder), "line": own[-1].lineno}
    return facts


def _arguments(order: dict[str, Any]) -> list[str]:
    # Output goes to the pipe at once: a crash would lose what pytest holds back.
    without = ("no:cacheprovider", "no:faulthandler", "no:terminalreporter")
    quiet = ["-s", "--noconftest", *(word for name in without for word in ("-p", name))]
    place = Path(order["tests"][0]).parent  # pytest would list every folder above it
    places = [f"--rootdir={order['folder']}", f"--confcutdir={place}", "-c", os.devnull]
    # With a place of its own for `tmp_path`, pytest does not tidy up after other runs at its end.
    places.append(f"--basetemp={order['temporary']}")
    # From the folder of the run, where a bracket would be taken for parameters.
    tests = (os.path.relpath(t, order["folder"]) if "[" in t else t for t in order["tests"])
    return [*quiet, *places, *tests]


if __name__ == "__main__":
    # What pytest imports when it starts, and what the tests need.
    for _name in (
        *(f"_pytest.{name}" for name in default_plugins),
        "pdb",
        "readline",
        *sys.argv[1:],
    ):
        with contextlib.suppress(ImportError):  # Windows has no readline
            importlib.import_module(_name)
    if _line := sys.stdin.readline():
        os.dup2(
            os.open(os.devnull, os.O_RDONLY), 0
        )  # `input()` finds nothing, and waits for nothing
        try:
            run(json.loads(_line))
        except Exception:  # noqa: BLE001 - such as the end of pytest without its descriptors
            traceback.print_exc()
    with contextlib.suppress(Exception):
        sys.stdout.flush()
    os._exit(0)  # the report is written; taking an interpreter with NumPy down costs 30 ms
