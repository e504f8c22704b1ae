"""What `%%rust` does with a cell: compile it, run it, or make it a module for Python."""

from __future__ import annotations

import argparse
import builtins
import contextlib
import keyword
import os
import shlex
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import NoReturn

from workshop.base.errors import UsageError, WorkshopError
from workshop.base.notify import Notify
from workshop.learner.work_folder import WorkFolder
from workshop.notebook import cell_source, crates, load_extension, program
from workshop.rust import rustc
from workshop.rust.diagnostics import Diagnostic

SECONDS = 10.0
"""The time limit of a program, unless the cell gives another."""
_FUNCTIONS = {"load", "show_quiz", "show_timeline"}
"""What the workshop's kernel has beside Python's own functions."""
_MEANT = "This error is meant: the text below goes on with it."
_made_here: set[str] = set()
"""Names of modules that cells have made; others are not replaced."""


class CellFailed(WorkshopError):
    """The cell did not do what it says it does; what went wrong stands in its output."""


@dataclass(frozen=True)
class Options:
    """What stands behind `%%rust`."""

    expect: tuple[str, ...]
    check: bool
    test: bool
    module: str | None
    release: bool
    seconds: float


@dataclass(frozen=True)
class CellContext:
    """Where a cell works, and how it speaks: `show` gets diagnostics and the learner's lines.

    `meant` is an outcome that is no failure, though the cell's first line does not say so: a page
    that asks for a prediction must not give the answer away.
    """

    work: WorkFolder
    folder: Path
    show: Callable[[tuple[Diagnostic, ...], str], None]
    say: Notify
    meant: tuple[str, ...] = ()


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"%%rust: {message}. {' '.join(self.format_usage().split())}")


def parse(line: str) -> Options:
    """Read the words behind `%%rust`; a UsageError says what is wrong with them."""
    parser = _Parser("%%rust", add_help=False, allow_abbrev=False)
    parser.add_argument("--expect", default="", metavar="CODE")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--test", action="store_true")
    parser.add_argument("--module", metavar="NAME")
    parser.add_argument("--release", action="store_true")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    given = vars(parser.parse_args(_words(line)))
    given["expect"] = codes(given["expect"])
    options = Options(**given)
    if not options.seconds > 0:
        raise UsageError("%%rust: --seconds takes a number above 0.")
    if options.module is not None:
        _check_name(options.module)
    return options


def codes(text: str) -> tuple[str, ...]:
    """The compiler's codes, "error" for one that has none, or "panic", between commas."""
    names = ("error", "panic")
    return tuple(code if code in names else code.upper() for code in text.split(",") if code)


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise UsageError(f"%%rust: {error}.") from error


def _check_name(name: str) -> None:
    if not (name.isidentifier() and name.isascii()) or keyword.iskeyword(name):
        raise UsageError(f"%%rust: {name!r} can't be the name of a module.")
    taken = name in sys.modules or name in sys.stdlib_module_names or name in crates.CRATES
    if taken and name not in _made_here:
        raise UsageError(f"%%rust: {name} is another module's name already; choose another one.")
    if hasattr(builtins, name) or name in _FUNCTIONS:
        raise UsageError(f"%%rust: {name} is a function's name already; choose another one.")


def run_cell(line: str, code: str, place: CellContext) -> ModuleType | None:
    """Do what the line says with the code; a CellFailed says when that did not come out."""
    options, code = parse(line), code.rstrip("\n")
    if options.module is not None:
        return _module(options, code, place)
    scratch = place.work.folder / ".cells"
    scratch.mkdir(parents=True, exist_ok=True)
    mine = f"{os.getpid()}-"  # `reimport.forget_old` removes what a killed kernel has left
    with tempfile.TemporaryDirectory(
        prefix=mine, dir=scratch, ignore_cleanup_errors=True
    ) as folder:
        source = Path(folder) / "cell.rs"
        text = cell_source.as_tests(code) if options.test else cell_source.as_program(code)
        source.write_text(text, encoding="utf-8", newline="\n")
        libraries = crates.libraries(place.work, code)
        _compile_and_run(options, source, libraries, place, code)
    return None


def _compile_and_run(
    options: Options, source: Path, libraries: rustc.Libraries, place: CellContext, code: str
) -> None:
    if options.check or (options.expect and options.expect != ("panic",)):
        compiled = rustc.check(source, libraries, library=options.test)
    else:
        compiled = rustc.program(source, libraries, release=options.release, tests=options.test)
    _show(compiled, options, code, place)
    _judge(compiled.codes, options, place)
    if compiled.artifact is None or compiled.artifact.suffix != ".exe":
        return
    ran = program.run(
        compiled.artifact,
        folder=place.folder,
        seconds=options.seconds,
        output=sys.stdout,
        errors=sys.stderr,
    )
    if options.test and ran.panicked:
        raise CellFailed("A test failed; the output says which one.")
    _judge_run(ran, options, place)


def _show(compiled: rustc.Compiled, options: Options, code: str, place: CellContext) -> None:
    """Show the diagnostics; line 1 of the learner's lines is that of the magic, so it is empty."""
    quiet = options.expect or place.meant
    shown = compiled.errors or (() if quiet else compiled.diagnostics)
    if shown:
        place.show(shown, f"\n{code}\n")


def _judge(codes: tuple[str, ...], options: Options, place: CellContext) -> None:
    expected = () if options.expect == ("panic",) else options.expect
    if set(codes) == set(expected):
        return
    if not expected and set(codes) == set(place.meant):
        place.say(_MEANT)
        return
    if not expected:
        raise CellFailed("The compiler refused this cell; its message stands above.")
    found = ", ".join(codes) or "no error"
    raise CellFailed(f"This cell must fail with {', '.join(expected)}; it gave {found}.")


def _judge_run(ran: program.Ran, options: Options, place: CellContext) -> None:
    if not options.expect and ran.panicked and place.meant == ("panic",):
        place.say(_MEANT)
    elif options.expect == ("panic",):
        if not ran.panicked:
            raise CellFailed(f"This cell must panic. {ran.problem or 'It ended normally.'}")
    elif ran.problem is not None:
        raise CellFailed(ran.problem)


def _module(options: Options, code: str, place: CellContext) -> ModuleType | None:
    name = options.module or ""
    declared = cell_source.declared_module(code)
    if declared not in {None, name}:
        raise UsageError(f"%%rust: the cell's #[pymodule] is {declared}, the line says {name}.")
    if declared is None and not cell_source.exported(code):
        raise UsageError("%%rust: mark with #[pyfunction] what Python shall see.")
    output = load_extension.new_path(place.work.folder / ".cells" / "modules", name)
    source = output.with_name("cell.rs")
    source.write_text(cell_source.as_module(code, name), encoding="utf-8", newline="\n")
    libraries = crates.libraries(place.work, "use pyo3;")
    if options.check or options.expect:
        compiled = rustc.check(source, libraries, library=True)
    else:
        compiled = rustc.extension(source, output, libraries, release=options.release)
    _show(compiled, options, code, place)
    _judge(compiled.codes, options, place)
    if compiled.artifact != output:
        return None
    module = load_extension.import_library(name, output)
    _name_classes(module)
    if name in _made_here and load_extension.has_classes(module):
        place.say(load_extension.OLD_OBJECTS.format(name))
    _made_here.add(name)
    sys.modules[name] = module
    return module


def _name_classes(module: ModuleType) -> None:
    """Tell classes where they belong: PyO3 knows it only of those written inside the module."""
    for thing in vars(module).values():
        if isinstance(thing, type) and thing.__module__ == "builtins":
            with contextlib.suppress(TypeError, AttributeError):
                thing.__module__ = module.__name__
