"""What is wrong with a learner's files before anything is built from them, in one sentence."""

from __future__ import annotations

import re
import tomllib
import warnings
from pathlib import Path

from workshop.base.errors import why_unreadable
from workshop.base.folder_snapshot import LARGE
from workshop.course.catalog import Exercise
from workshop.rust.cargo import BuildResult
from workshop.rust.diagnostics import Diagnostic, Span
from workshop.rust.workspace import Crate, read_crate

_PYTHON = (".py", ".pyi")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def read_files(folder: Path, exercise: Exercise) -> Crate | BuildResult | None:
    """The crate in a learner's folder; None for scripts without one.

    Where nothing can be built from these files, the result says why, as a build would.
    """
    if not exercise.tests:
        given = f"exercises/{exercise.path}"
        text = f"The tests in {given} are missing: `git checkout -- {given}` restores them."
        return BuildResult(None, trouble=text)
    # Those without which nothing can be built; a test asks for what the learner is to make.
    names = [name for name in exercise.files if name not in exercise.made_files]
    if exercise.kind == "project":  # its Python files may have other names
        moved = [name for name in names if name.endswith(_PYTHON) and not (folder / name).exists()]
        names = ["pyproject.toml", *(name for name in names if name not in moved)]
    if exercise.kind != "script" or (exercise.folder / "Cargo.toml").is_file():
        names.insert(0, "Cargo.toml")
    crate = None
    for name in dict.fromkeys(names):
        file = folder / name
        try:
            if file.exists() and not (file.is_file() or file.is_dir()):
                raise ValueError("it is not an ordinary file")  # noqa: TRY301 - reading it may never end
            if file.is_file() and file.stat().st_size > LARGE:
                raise ValueError("it is larger than 1 MB")  # noqa: TRY301 - no source is, and none counts
            if name == "Cargo.toml":
                crate = read_crate(folder)
            else:
                _read(file)
        except SyntaxError as error:
            return _syntax_error(file, error)
        except (OSError, ValueError, LookupError) as error:
            return BuildResult(None, trouble=_trouble(folder, name, exercise, error))
    return crate


def _read(file: Path) -> None:
    """Read one file as whoever uses it will; what is in the way is raised."""
    if file.suffix == ".py":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as `"\\d"`: the run says it
            compile(file.read_bytes(), file.name, "exec", dont_inherit=True)
    elif file.name == "pyproject.toml":
        text = file.read_text(encoding="utf-8")
        if text.startswith("\ufeff"):  # cargo and maturin would read on
            raise ValueError("pip rejects the byte order mark before its first line")
        tomllib.loads(text)
    else:
        file.read_text(encoding="utf-8")


def _trouble(folder: Path, name: str, exercise: Exercise, error: Exception) -> str:
    file, own = folder / name, name in exercise.files or exercise.kind == "project"
    given = "" if own else " --given"
    way = f"`workshop reset {exercise.id}{given}` restores"
    what = "the given files and leaves your own alone" if given else "the starter"
    if own and file.suffix == ".toml" and isinstance(error, ValueError):
        way = f"Correct that, or {way}"  # most often one line of the learner's
    shown = file.relative_to(folder.parents[2]).as_posix()
    return f"{_reason(shown, file, error)} {way} {what}."


def _reason(shown: str, file: Path, error: Exception) -> str:
    if file.is_symlink() and not file.exists():
        return f"{shown} is a link to a file that does not exist."
    if isinstance(error, LookupError):
        return f"{shown} has no [package] table with a name."
    reason = f"{shown} {why_unreadable(error)}"
    if isinstance(error, tomllib.TOMLDecodeError) and (found := _AT_LINE.search(str(error))):
        reason += f": `{_line(file, int(found[1]))}`"
    return f"{reason}."


def _line(file: Path, number: int) -> str:
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    return lines[number - 1].strip() if number <= len(lines) else ""


def _syntax_error(file: Path, error: SyntaxError) -> BuildResult:
    """A script that Python can't parse, shown as the compiler shows its errors."""
    line, column = error.lineno or 1, error.offset or 1
    source = (error.text or "").rstrip("\n")
    width = 1
    if error.end_lineno == line and error.end_offset is not None:
        width = max(error.end_offset - column, 1)
    place = f"work/{file.parent.parent.name}/{file.parent.name}/{file.name}"
    gutter = " " * len(str(line))
    rendered = (
        f"{type(error).__name__}: {error.msg}\n{gutter}--> {place}:{line}:{column}\n{gutter} |\n"
        f"{line} | {source}\n{gutter} | {' ' * (column - 1)}{'^' * width}\n"
    )
    span = Span(place, line, column, line, column + width, None, primary=True, text=(source,))
    code = type(error).__name__
    found = Diagnostic("error", code, error.msg, rendered, None, (span,))
    return BuildResult(None, (found,), f"Python can't parse {file.name}, line {line}: {error.msg}.")
