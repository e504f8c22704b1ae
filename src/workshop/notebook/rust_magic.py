"""What `%%rust` does with a cell: compile it, run it, or make it a module or a C library."""

from __future__ import annotations

import argparse
import builtins
import contextlib
import keyword
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import NoReturn

from workshop.base.errors import UsageError, WorkshopError
from workshop.base.notify import Notify
from workshop.learner.work_folder import WorkFolder
from workshop.notebook import cell_source, crates, load_extension, permissions, program
from workshop.notebook.cell_report import CellReport
from workshop.notebook.permissions import Code, PermissionsReport
from workshop.report.sections import explained
from workshop.rust import rustc

SECONDS = 10.0
"""The time limit of a program, unless the cell gives another."""
_FUNCTIONS = {"build_library", "load", "show_quiz", "show_memory", "show_permissions"}
"""What the workshop's kernel has beside Python's own functions."""
PANIC = ("panic",)
"""The outcome of a program that panics, as `--expect` names it."""
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
    library: str | None
    release: bool
    seconds: float
    permissions: str | None
    """The function whose permissions are shown, "" for all of the cell."""

    def code(self, text: str) -> Code:
        """The code of the cell, and how it compiles."""
        module, function = self.module is not None, self.permissions or None
        library = self.library is not None
        return Code(text, self.test, module, self.release, function, library=library)


@dataclass(frozen=True)
class CellContext:
    """Where a cell works, and how it speaks: `show` gets what the compiler says.

    `predicted` is what the cell is expected to give where its first line must not say so, because
    the page asks for a prediction. In a `strict` run (the book, the tests) a cell that gives
    anything else than what is expected fails; for a learner, who edits, it is a cell like others.
    `offer` gets the code of a cell that compiled, to show its permissions when asked.
    """

    work: WorkFolder
    folder: Path
    show: Callable[[CellReport | PermissionsReport], None]
    notify: Notify
    predicted: tuple[str, ...] = ()
    strict: bool = False
    offer: Callable[[Code], None] | None = None


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"%%rust: {message}. {' '.join(self.format_usage().split())}")


def parse(line: str) -> Options:
    """Read the words behind `%%rust`; a UsageError says what is wrong with them."""
    parser = _Parser("%%rust", add_help=False, allow_abbrev=False)
    parser.add_argument("--expect", default="", metavar="CODE")
    parser.add_argument("--check", action="store_true")
    made = parser.add_mutually_exclusive_group()
    made.add_argument("--test", action="store_true")
    made.add_argument("--module", metavar="NAME")
    made.add_argument("--library", metavar="NAME")
    parser.add_argument("--release", action="store_true")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--permissions", nargs="?", const="", metavar="FUNCTION")
    given = vars(parser.parse_args(_words(line)))
    given["expect"] = codes(given["expect"])
    options = Options(**given)
    if not options.seconds > 0:
        raise UsageError("%%rust: --seconds takes a number above 0.")
    if options.module is not None:
        _check_name(options.module, "module")
    if options.library is not None:
        _check_name(options.library, "library")
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


def _check_name(name: str, kind: str) -> None:
    if not (name.isidentifier() and name.isascii()) or keyword.iskeyword(name):
        raise UsageError(f"%%rust: {name!r} can't be the name of a {kind}.")
    taken = name in sys.modules or name in sys.stdlib_module_names or name in crates.CRATES
    if taken and name not in _made_here:
        raise UsageError(f"%%rust: {name} is already the name of a module; choose another one.")
    if hasattr(builtins, name) or name in _FUNCTIONS:
        raise UsageError(f"%%rust: {name} is already the name of a function; choose another one.")


def run_cell(line: str, code: str, context: CellContext) -> dict[str, ModuleType | str]:
    """Do what the line says with the code; a CellFailed says when that did not come out.

    Returned is what the cell makes, by its name: a module, or the path of a C library.
    """
    options, code = parse(line), code.rstrip("\n")
    if options.module is not None:
        module = _make_module(options.module, options, code, context)
        return {options.module: module} if module else {}
    if options.library is not None:
        path = _make_library(options.library, options, code, context)
        return {options.library: str(path)} if path else {}
    with permissions.scratch_folder(context.work) as folder:
        source = folder / "cell.rs"
        text = cell_source.as_file(code) if options.test else cell_source.as_program(code)
        source.write_text(text, encoding="utf-8", newline="\n")
        _compile_and_run(options, source, code, context)
    return {}


def _compile_and_run(options: Options, source: Path, code: str, context: CellContext) -> None:
    libraries = crates.libraries(context.work, code, release=options.release)
    if options.check:
        compiled = rustc.check(source, libraries, library=options.test)
    else:
        compiled = rustc.compile_program(
            source, libraries, release=options.release, tests=options.test
        )
    with _permissions_below(compiled, options, code, context):
        _judge_compilation(compiled, options, code, context)
        if compiled.artifact is not None and not options.check:
            _run(compiled.artifact, options, context)


def _run(artifact: Path, options: Options, context: CellContext) -> None:
    ran = program.run(
        artifact,
        folder=context.folder,
        seconds=options.seconds,
        output=sys.stdout,
        errors=sys.stderr,
    )
    if options.test and ran.panicked:
        raise CellFailed("A test failed; the output says which one.")
    _judge_run(ran, options, context)


@contextmanager
def _permissions_below(
    compiled: rustc.Compiled, options: Options, code: str, context: CellContext
) -> Iterator[None]:
    """Below all else that the cell shows, also where it fails: its permissions, or an offer."""
    try:
        yield
    except CellFailed:
        _show_permissions(compiled, options, code, context)
        raise
    _show_permissions(compiled, options, code, context)


def _show_permissions(
    compiled: rustc.Compiled, options: Options, code: str, context: CellContext
) -> None:
    if options.permissions is None:
        if context.offer and not compiled.errors:
            context.offer(options.code(code))
        return
    try:
        report = permissions.report(
            options.code(code), context.work, rejected=bool(compiled.errors)
        )
    except permissions.NO_PICTURE as error:
        if context.strict:
            raise
        context.notify(str(error))
        return
    if report is not None:
        context.show(report)
    else:
        context.notify("Permissions can be shown when all names and types are right.")


def _judge_compilation(
    compiled: rustc.Compiled, options: Options, code: str, context: CellContext
) -> None:
    """Show the diagnostics; raise where the compilation did not end as expected."""
    expected, found = _expected(options, context), compiled.codes
    if expected == PANIC and not compiled.errors and not options.check:
        expected = ()  # the run decides
    else:
        _note_change(found, options, context)
    as_expected = bool(expected) and set(found) == set(expected)
    # Where an error is expected, warnings only distract from it.
    quiet = options.expect or context.predicted
    if shown := compiled.errors or (() if quiet else compiled.diagnostics):
        alone = compiled.errors and not as_expected  # the page doesn't explain it
        short = explained(compiled.errors[0], context.work.root) if alone else None
        lines = f"\n{code}\n"  # line 1 of the learner's lines is the magic's
        context.show(CellReport(shown, lines, short))
    if as_expected:
        _note_prediction(options, context)
    elif expected and context.strict:
        raise CellFailed(
            f"This cell must fail with {', '.join(expected)}; "
            f"it reported {', '.join(found) or 'no error'}."
        )
    elif found:
        raise CellFailed("This cell does not compile. The compiler's message is above.")


def _judge_run(ran: program.ProgramExit, options: Options, context: CellContext) -> None:
    """Raise where the program did not end as expected."""
    if _expected(options, context) == PANIC:
        if ran.panicked:
            _note_prediction(options, context)
            return
        if context.strict:
            raise CellFailed(f"This cell must panic. {ran.problem or 'It ended normally.'}")
        _note_change((), options, context)
    if ran.problem is not None:
        raise CellFailed(ran.problem)


def _expected(options: Options, context: CellContext) -> tuple[str, ...]:
    return options.expect or context.predicted


def _note_prediction(options: Options, context: CellContext) -> None:
    """Say of an error that no line has announced that it belongs to the text."""
    if not options.expect:
        context.notify("This error is expected. The text below explains it.")


def _note_change(found: tuple[str, ...], options: Options, context: CellContext) -> None:
    """Tell a learner who has edited the cell that its line no longer holds."""
    if not options.expect or context.strict or set(found) == set(options.expect):
        return
    missing = tuple(code for code in options.expect if code not in found)
    if missing == PANIC:
        context.notify("This cell no longer panics.")
    elif missing:
        context.notify(f"This cell no longer reports {_named(missing)}.")
    else:
        context.notify(f"This cell also reports {_named(tuple(set(found) - set(options.expect)))}.")


def _named(codes: tuple[str, ...]) -> str:
    """Error codes as a sentence has them."""
    return " and ".join("an error without a code" if c == "error" else c for c in sorted(codes))


def _make_module(name: str, options: Options, code: str, context: CellContext) -> ModuleType | None:
    declared = cell_source.declared_module(code)
    if declared not in {None, name}:
        raise UsageError(f"%%rust: the cell's #[pymodule] is {declared}, the line says {name}.")
    if declared is None and not cell_source.exported(code):
        raise UsageError("%%rust: add #[pyfunction] to each function that Python should see.")
    output = load_extension.new_path(load_extension.modules_folder(context.work), name)
    source = cell_source.as_module(code, name)
    libraries = crates.libraries(context.work, "use pyo3;", release=options.release)
    compiled = _compile_library(options, source, output, libraries)
    with _permissions_below(compiled, options, code, context):
        _judge_compilation(compiled, options, code, context)
        if options.check or compiled.artifact is None:
            return None
        return _import(name, output, context)


def _make_library(name: str, options: Options, code: str, context: CellContext) -> Path | None:
    """The path of the library: a new one each time, or `ctypes` would give the former library."""
    if not cell_source.exports_c(code):
        raise UsageError(
            "%%rust: add `#[unsafe(no_mangle)]` to each function that C should see; "
            "this cell exports none."
        )
    output = load_extension.new_path(
        load_extension.modules_folder(context.work), name, load_extension.C_SUFFIX
    )
    libraries = crates.libraries(context.work, code, release=options.release)
    compiled = _compile_library(options, cell_source.as_file(code), output, libraries)
    with _permissions_below(compiled, options, code, context):
        _judge_compilation(compiled, options, code, context)
    return None if options.check else compiled.artifact


def _compile_library(
    options: Options, text: str, output: Path, libraries: rustc.Libraries
) -> rustc.Compiled:
    source = output.with_name("cell.rs")
    source.write_text(text, encoding="utf-8", newline="\n")
    if options.check:
        return rustc.check(source, libraries, library=True)
    return rustc.compile_extension(source, output, libraries, release=options.release)


def _import(name: str, output: Path, context: CellContext) -> ModuleType:
    module = load_extension.import_library(name, output)
    _name_classes(module)
    if name in _made_here and load_extension.has_classes(module):
        context.notify(load_extension.OLD_OBJECTS.format(name))
    _made_here.add(name)
    sys.modules[name] = module
    return module


def _name_classes(module: ModuleType) -> None:
    """Tell classes where they belong: PyO3 knows it only of those written inside the module."""
    for thing in vars(module).values():
        if isinstance(thing, type) and thing.__module__ == "builtins":
            with contextlib.suppress(TypeError, AttributeError):
                thing.__module__ = module.__name__
