"""Compare two versions of a function, call by call: the old one in Python, and the new one.

What is wrong in `before.py` or `cases.py` is a `Mistake`, with a message for whoever wrote them.
"""

from __future__ import annotations

import contextlib
import copy
import ctypes
import functools
import importlib
import io
import itertools
import math
import os
import reprlib
import sys
import threading
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from same import difference, key, numbers_in, values_in

FOLDER = Path(os.environ.get("WORKSHOP_FOLDER", Path(__file__).parents[1]))
ENOUGH, MOST = 20, 5000
"""Cases."""
PATIENCE = 8.0
"""Seconds for all calls of the old function: enough for many inputs, too little for a benchmark."""
_NO_DATA = (".py", ".pyc", ".so", ".pyd", ".dll", ".dylib", ".zip", ".pth")
_short = reprlib.Repr()
_short.maxlist = _short.maxtuple = _short.maxdict = _short.maxset = 8
_short.maxstring = _short.maxother = 100
_opened: list[str] | None = None


class Mistake(Exception):
    """Something in `before.py` or `cases.py` that keeps the two versions from being compared."""


class _TooSlow(BaseException):
    """Raised in the middle of a call."""


def works(step: Callable[[], Any]) -> bool:
    """Whether a step makes no mistake."""
    return not problem(step)


def problem(step: Callable[[], Any]) -> str:
    """What is wrong with it, or nothing."""
    try:
        step()
    except Mistake as mistake:
        return str(mistake)
    return ""


def _step(function: Callable[[], Any]) -> Callable[[], Any]:
    """Run it once, whether it makes a mistake or not."""
    found: list[Any] = []

    @functools.wraps(function)
    def once() -> Any:
        if not found:
            try:
                found.append(function())
            except Mistake as mistake:
                found.append(mistake)
        if isinstance(found[0], Mistake):
            raise found[0]
        return found[0]

    return once


# Reading the two files


def _load(name: str) -> types.ModuleType:
    """Run a file of the learner's, as it is now: no cache, no module of an earlier run."""
    file = FOLDER / f"{name}.py"
    module = sys.modules[name] = types.ModuleType(name)
    module.__file__ = str(file)
    if str(FOLDER) not in sys.path:
        sys.path.append(str(FOLDER))
    try:
        with _within(PATIENCE, f"{file.name} runs for more than {PATIENCE:.0f} seconds."):
            exec(compile(file.read_bytes(), file, "exec", dont_inherit=True), vars(module))  # noqa: S102
    except OSError as error:
        raise Mistake(f"{file.name} can't be read: {error.strerror or error}.") from error
    except SyntaxError as error:
        if error.filename != str(file):
            raise Mistake(f"{error.filename}, line {error.lineno}: {error.msg}.") from error
        raise Mistake(f"{file.name}, line {error.lineno}: {error.msg}.") from error
    except (Exception, SystemExit) as error:
        raise Mistake(f"{_place(error, file)} raised {_said(error)}") from error
    return module


def _place(error: BaseException, file: Path) -> str:
    """The line of the file where something was raised."""
    frames, line = error.__traceback__, None
    while frames:
        if frames.tb_frame.f_code.co_filename == str(file):
            line = frames.tb_lineno
        frames = frames.tb_next
    return f"{file.name}, line {line}," if line else file.name


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".removesuffix(": ")


@_step
def function_name() -> str:
    """`FUNCTION` of `cases.py`."""
    name = getattr(_load("cases"), "FUNCTION", None)
    if not isinstance(name, str) or not name.isidentifier():
        found = "has no `FUNCTION`" if name is None else f"says `FUNCTION = {name!r}`"
        raise Mistake(f'cases.py {found}: it must be the name of your function, such as "smooth".')
    return name


@_step
def old_function() -> Callable[..., Any]:
    """The function of `before.py` that `FUNCTION` names."""
    module, name = _load("before"), function_name()
    found = getattr(module, name, None)
    if not callable(found):
        defined = [n for n, value in vars(module).items() if isinstance(value, types.FunctionType)]
        there = f"its functions are {', '.join(defined)}" if defined else "it has no functions"
        what = "has no function" if found is None else "says something that is no function by"
        raise Mistake(f"before.py {what} `{name}`, which `FUNCTION` in cases.py names; {there}.")
    return found


@_step
def cases() -> list[tuple[Any, ...]]:
    """The arguments that `cases()` yields, the same each time."""
    first, second = _yielded(), _yielded()
    for number, (one, other) in enumerate(itertools.zip_longest(first, second), 1):
        if one is None or other is None or key(one) != key(other):
            raise Mistake(
                f"cases() yields another case {number} each time it runs, so a failure can't be "
                "repeated: set a seed, such as `random.seed(1)`."
            )
    return first


def _yielded() -> list[tuple[Any, ...]]:
    module = _load("cases")
    make = getattr(module, "cases", None)
    if not callable(make):
        raise Mistake("cases.py has no function `cases`, which yields the arguments of each call.")
    try:
        with _within(PATIENCE, f"cases() runs for more than {PATIENCE:.0f} seconds."):
            made = make()
            found = None if made is None else list(itertools.islice(made, MOST + 1))
    except Mistake:
        raise
    except Exception as error:
        place = _place(error, FOLDER / "cases.py")
        raise Mistake(f"{place} raised {_said(error)}") from error
    if found is None:
        raise Mistake("cases() returns None: write `yield` before the arguments of a call.")
    if len(found) > MOST:
        raise Mistake(f"cases() yields more than {MOST} cases: choose fewer.")
    for number, case in enumerate(found, 1):
        if not isinstance(case, tuple):
            raise Mistake(
                f"Case {number} of cases() is {_a(case)}, {_text(case)}. Each case must be a tuple "
                "with the arguments of one call. With one argument, a comma makes the tuple: "
                "`yield readings,`."
            )
        _copied(case, number)
    return found


def _copied(case: tuple[Any, ...], number: int) -> tuple[Any, ...]:
    """Arguments for one call alone: it may change them."""
    try:
        return copy.deepcopy(case)
    except Exception as error:
        raise Mistake(
            f"Case {number} of cases() can't be copied, so only one of the two versions could get "
            f"it: {_said(error)}. Pass data, such as a list, instead of a file or a generator."
        ) from error


@_step
def enough_cases() -> None:
    """Many different ones, with an empty, a negative and a fractional value."""
    found = cases()
    different = len({key(case) for case in found})
    if different < ENOUGH:
        raise Mistake(
            f"cases() yields {different} different cases, and at least {ENOUGH} are needed."
        )
    values = [value for case in found for value in values_in(case)]
    sized = [value for value in values if hasattr(value, "__len__")]
    if sized and all(len(value) for value in sized):
        raise Mistake(f"No case has an empty value: add one, such as `{_empty(sized[0])}`.")
    numbers = [number for case in found for number in numbers_in(case)]
    if numbers and not any(number < 0 for number in numbers):
        raise Mistake("No case has a negative number: add one, such as -3.5 or -1.")
    floats = [number for number in numbers if isinstance(number, float) and math.isfinite(number)]
    if floats and all(number.is_integer() for number in floats):
        raise Mistake("No case has a fractional number: add one, such as 2.25.")


def _empty(value: Any) -> str:
    return "np.array([])" if hasattr(value, "dtype") else repr(type(value)())


# Calling


class Result:
    """What a call returned, or what its arguments are after it; equal within a tolerance."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, old: object) -> bool:
        return isinstance(old, Result) and not difference(self.value, old.value)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return _text(self.value)


@dataclass(frozen=True)
class Outcome:
    """How a call ended: it returned a result, or it raised an exception."""

    result: Result | None
    raised: str
    """The name of the type, or nothing."""
    said: str
    arguments: Result
    """As they are after the call."""

    @property
    def ending(self) -> str:
        """How it ended, without the words of the message, which may differ."""
        return f"raised {self.raised}" if self.raised else "returned a result"


class Call:
    """The same call of both versions."""

    def __init__(self, case: tuple[Any, ...], number: int, old: Callable[..., Any]) -> None:
        self._case, self._number, self._old = case, number, old

    def __repr__(self) -> str:
        return f"{function_name()}({', '.join(map(_text, self._case))})"

    @functools.cached_property
    def old(self) -> Outcome:
        """How the old version ends."""
        return self.run(self._old)

    @functools.cached_property
    def new(self) -> Outcome:
        """How the new version ends."""
        return self.run(new_function())

    @property
    def new_ending(self) -> str:
        """How the new version ends; an exception must say something if the old one does."""
        new, old = self.new, self.old
        silent = new.raised and new.said == new.raised and old.said != old.raised
        return f"{new.ending} without a message" if silent else new.ending

    @property
    def old_result(self) -> Result | None:
        """What the old version returned, if it did."""
        return self.old.result

    @property
    def new_result(self) -> Result | None:
        """What the new version returned, to be compared where both did."""
        return self.old_result and (self.new.result or self.old_result)

    def difference(self) -> str:
        """Where, and how, the new result differs from the old one."""
        new, old = self.new_result, self.old_result
        return difference(new.value, old.value) if new and old else ""

    def changes(self) -> str:
        """Where the arguments differ after the two calls."""
        new, old = self.new.arguments, self.old.arguments
        return f"after the call, {difference(new.value, old.value, 'the arguments')}"

    def endings(self) -> str:
        """How both ended, with the messages of what they raised."""
        parts = (("the new one", self.new), ("the old one", self.old))
        return "; ".join(
            f"{who} {how.said and 'raised '}{how.said or how.ending}" for who, how in parts
        )

    def run(self, function: Callable[..., Any]) -> Outcome:
        """Call one of them, with a copy of the arguments. A panic is not caught."""
        arguments = _copied(self._case, self._number)
        try:
            result = Result(function(*arguments))
        except Exception as error:  # noqa: BLE001 - a learner's function may raise any
            return Outcome(None, type(error).__name__, _said(error), Result(arguments))
        return Outcome(result, "", "", Result(arguments))


@_step
def calls() -> list[Call]:
    """The calls, after the old function has shown that it can be compared."""
    name, old = function_name(), old_function()
    found = [Call(case, number, old) for number, case in enumerate(cases(), 1)]
    now = ""
    try:
        with _within(PATIENCE, ""), _nothing_read(name), _nothing_printed(name):
            for call in found:
                now = repr(call)
                again = call.run(old)
                _require_comparable(name, call, again)
    except _TooSlow:
        raise Mistake(
            f"The old `{name}` needs more than {PATIENCE:.0f} seconds for the cases, and was "
            f"stopped in {now}. The cases compare results: small inputs are enough."
        ) from None
    raising = [call for call in found if call.old.raised]
    if 2 * len(raising) > len(found):
        raise Mistake(
            f"The old `{name}` raises an exception in {len(raising)} of {len(found)} cases: at "
            f"least half must return a result. {raising[0]} raised {raising[0].old.said}"
        )
    if all(
        call.old.raised
        or (call.old.result == Result(None) and call.old.arguments == Result(cases()[number]))
        for number, call in enumerate(found)
    ):
        raise Mistake(f"The old `{name}` returns None and changes no argument: nothing to compare.")
    return found


def _require_comparable(name: str, call: Call, again: Outcome) -> None:
    value = call.old.result.value if call.old.result else None
    if isinstance(value, (Iterator, types.CoroutineType)):
        raise Mistake(
            f"The old `{name}` returns {_a(value)}, whose values can't be compared: return "
            "`list(…)` of it."
        )
    if again.ending != call.old.ending or again.result != call.old.result:
        raise Mistake(
            f"The old `{name}` doesn't return the same for the same arguments: {call} first "
            f"gave {call.old.result or call.old.said}, then {again.result or again.said}. "
            "Random numbers, a clock or a global variable must become arguments."
        )


@_step
def new_function() -> Callable[..., Any]:
    """The function of the same name in the module that was built."""
    name, module = function_name(), importlib.import_module("yours")
    new = getattr(module, name, None)
    if new is None:
        there = [name for name in vars(module) if not name.startswith("_")]
        raise Mistake(
            f"The compiled module has no `{name}`, which `FUNCTION` in cases.py names; it has "
            f"{', '.join(there) or 'nothing'}."
        )
    if isinstance(new, types.FunctionType):
        raise Mistake(f"`{name}` of the module is a Python function: write it in Rust.")
    return new


@_step
def compiled_function() -> Callable[..., Any]:
    """The new function, which does not call the old one."""
    new, old = new_function(), getattr(old_function(), "__code__", None)
    python: list[str] = []

    def watch(frame: types.FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code is old:
            python.append(frame.f_code.co_name)

    for call in calls()[:5]:
        sys.setprofile(watch)
        with contextlib.suppress(BaseException):  # another test is about what it raises
            call.run(new)
        sys.setprofile(None)
    if python:
        raise Mistake(f"The new function calls `{python[0]}` of before.py: do its work in Rust.")
    return new


# What an old function must not do while it is compared


@contextlib.contextmanager
def _within(seconds: float, message: str) -> Iterator[None]:
    """Stop Python code that takes longer; a message makes it a mistake."""
    here = threading.get_ident()

    def stop() -> None:
        error = ctypes.py_object(_TooSlow)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(here), error)

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    except _TooSlow:
        if message:
            raise Mistake(message) from None
        raise
    finally:
        timer.cancel()


@contextlib.contextmanager
def _nothing_printed(name: str) -> Iterator[None]:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        yield
    if text := printed.getvalue():
        line = text.strip().splitlines()[0] if text.strip() else "an empty line"
        raise Mistake(
            f"The old `{name}` prints, first: {_text(line)}. Only results can be compared: "
            "return them, and print in the program that calls the function."
        )


@contextlib.contextmanager
def _nothing_read(name: str) -> Iterator[None]:
    global _opened  # noqa: PLW0603 - a hook stays for good
    if _opened is None:
        sys.addaudithook(_note_opened)
    _opened = []
    try:
        yield
    finally:
        opened, _opened = _opened, []
        if opened:
            raise Mistake(
                f"The old `{name}` opens the file {opened[0]}. Read it in the program that calls "
                "the function, and pass what it holds: only the computation is worth porting."
            ) from None


def _note_opened(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "open" or not isinstance(arguments[0], (str, bytes, os.PathLike)):
        return
    name = os.fsdecode(arguments[0])
    installed = (sys.prefix, sys.base_prefix, os.devnull, "/dev", "/proc", "/sys")
    if _opened is not None and not name.endswith(_NO_DATA) and not name.startswith(installed):
        _opened.append(name)


# Words


def _a(value: Any) -> str:
    name = type(value).__name__
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def _text(value: Any) -> str:
    """A value in one line, its long parts shortened."""
    return " ".join(_short.repr(value).split())
