"""How a program ended before its tests did, in a sentence: a signal, a runtime's last words."""

from __future__ import annotations

import re
from collections.abc import Callable

from workshop.check.panics import panic_that_aborts
from workshop.check.results import RunResult
from workshop.course.catalog import Exercise

_LAST_OF_EXIT = 255
_ABORT = -6
_NATIVE = {".c", ".f90", ".h"}
_SIGNALS = {
    -4: "was stopped by an illegal instruction",
    _ABORT: "called abort",
    -7: "read memory that does not exist",
    -8: "divided an integer by zero in C or Fortran",
    -9: "was killed (by the system, for lack of memory?)",
    -11: "crashed with a segmentation fault, or overflowed its stack",
}
_PRECONDITION = re.compile(
    r"panicked at (?P<place>.+?:\d+):\d+:\n"
    r"unsafe precondition\(s\) violated: (?P<rule>.+?)(?:\n\n|\nnote:|\Z)",
    re.DOTALL,
)
_ALLOCATOR = re.compile(
    r"^(?:.*?malloc: .*?)?(?P<said>(?:free|malloc|realloc|munmap_chunk|calloc)\(\): .*"
    r"|double free or corruption.*|corrupted (?:size vs\. prev_size|double-linked list).*"
    r"|.*pointer being freed was not allocated.*)$",
    re.MULTILINE,
)
_ASSERT = re.compile(
    r"^(?:.*?: )?(?P<file>[^\s:]+\.\w+):(?P<line>\d+): (?P<function>.*): "
    r"Assertion `(?P<must>.*)' failed\.$"
    r"|^Assertion failed: \((?P<must2>.*)\), function (?P<function2>\w+), "
    r"file (?P<file2>.*?), line (?P<line2>\d+)\.$",
    re.MULTILINE,
)
_FORTRAN = re.compile(
    r"^(?:At line (?P<line>\d+) of file (?P<file>.*)\n)?Fortran runtime error: (?P<said>.*)$",
    re.MULTILINE,
)
_STOP = re.compile(r"^(?P<word>ERROR STOP|STOP)(?: (?P<said>.*))?$", re.MULTILINE)


def crash(run: RunResult, during: str) -> str | None:
    """The sentence for a program that crashed; None for one that ended by itself.

    A status is below 0 for a signal, and on Windows above a byte for an exception.
    """
    said, status = f"{run.errors}\n{run.output}", run.status or 0
    if found := _last(_FORTRAN, run.output or run.errors):
        place = f" ({_short(found['file'])}, line {found['line']})" if found["file"] else ""
        return f"A Fortran runtime error ended the program{during}{place}: {found['said']}."
    if 0 <= status <= _LAST_OF_EXIT:
        return None
    if "memory allocation of" in run.errors:
        return f"The program needed more memory than the 2 GB that a check may use{during}."
    if "has overflowed its stack" in run.errors:
        return f"The program overflowed its stack{during}: does a function call itself endlessly?"
    if status == _ABORT or status > 0:
        for sentence in _ABORTS:
            if text := sentence(said, during):
                return text
    return f"The program {_SIGNALS.get(status, f'ended with status {status}')}{during}."


def exited(run: RunResult, exercise: Exercise, during: str) -> str:
    """The sentence for a program that ended by itself before its tests did."""
    done = f"{len(run.tests) - len(run.of('running'))} of {number_of_tests(run)} had finished."
    if found := _last(_STOP, run.output):
        words = f"`{found['word']}`" + (f" ({found['said']})" if found["said"] else "")
        return (
            f"Fortran's {words} ended the program{during}: {done} "
            "Python ends with it, so return a status instead."
        )
    ways = "`std::process::exit`"
    if any(file.suffix in _NATIVE for file in exercise.folder.glob("*/*")):
        ways += ", C's `exit` or Fortran's `STOP`"
    return (
        f"The program exited{during}: {done} Does something call {ways}? "
        "A test must not end the program."
    )


def number_of_tests(run: RunResult) -> str:
    """How many tests there are, in words."""
    return f"{run.collected} test" + ("s" if run.collected != 1 else "")


def _of_panic(said: str, during: str) -> str | None:
    panic = panic_that_aborts(said)
    if panic is None:
        return None
    place = f" in {panic.place}" if panic.place else ""
    message = panic.message.partition("\n")[0]
    return (
        f'A panic in an `extern "C"` function aborted the program{during}. '
        f"The panic{place}: {message}"
    )


def _of_precondition(said: str, during: str) -> str | None:
    found = _last(_PRECONDITION, said)
    if found is None:
        return None
    rule = " ".join(found["rule"].split())
    place = "" if found["place"].startswith(("/", "library")) else f" in {_short(found['place'])}"
    return f"An `unsafe` call{place} broke its rule, and Rust aborted the program{during}: {rule}"


def _of_allocator(said: str, during: str) -> str | None:
    found = _last(_ALLOCATOR, said)
    if found is None:
        return None
    return (
        f"The memory allocator aborted the program{during}: {found['said']}. "
        "Code that neither Rust nor Python checks (C, Fortran, `unsafe`) misused memory."
    )


def _of_assert(said: str, during: str) -> str | None:
    found = _last(_ASSERT, said)
    if found is None:
        return None
    file, line = found["file"] or found["file2"], found["line"] or found["line2"]
    must = found["must"] or found["must2"]
    return f"C's `assert` aborted the program{during}: {_short(file)}:{line} requires `{must}`."


_ABORTS: tuple[Callable[[str, str], str | None], ...] = (
    _of_precondition,
    _of_panic,
    _of_assert,
    _of_allocator,
)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed([*pattern.finditer(text)]), None)


def _short(file: str) -> str:
    """The path as a learner knows it: below the folder of the crate, where it lies in one."""
    path = file.replace("\\", "/")
    starts = [path.rfind(folder) for folder in ("native/", "src/")]
    return path[max(*starts, 0) :]
