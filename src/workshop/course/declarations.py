"""What the material declares, decoded from TOML and YAML into frozen dataclasses.

Files are read each time: that of all exercises and episodes takes a few milliseconds.
"""

from __future__ import annotations

import datetime as dt
import re
import textwrap
import types
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import (
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

import msgspec
from msgspec import Meta

from workshop.base.errors import MaterialError, UsageError
from workshop.base.toml_text import parse_toml
from workshop.course.positions import Place, line_of, shown

NOT_EMPTY = r"\S"
Text = Annotated[str, Meta(pattern=NOT_EMPTY)]
"""A string that says something."""
Minutes = Annotated[int, Meta(ge=1, le=600)]
"""A time that a person needs."""

_T = TypeVar("_T")
_NAMES = {
    str: "a string",
    int: "an integer",
    float: "a number",
    bool: "true or false",
    dict: "a table",
    types.NoneType: "nothing",
}


def mistake(file: Path, problem: str, *at: str | int, key: str | int = "") -> MaterialError:
    """The error for a mistake of the author's: file and line, the place `at`, and the problem.

    `key`: the line is that of this key in the place.
    """
    line = line_of(file, (*at, key) if key != "" else at)
    where = f"`{shown(at)}`: " if at else ""
    end = "" if problem.endswith("?") else "."
    return MaterialError(f"{file}:{line}: {where}{problem}{end}")


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """A question to add, with the name that the author may have meant; empty if none is close."""
    close = get_close_matches(str(word), list(known), 1)
    return f". Did you mean `{close[0]}`?" if close else ""


def read_text(file: Path) -> str:
    """The text of a file of the material; a MaterialError names one that can't be read."""
    try:
        return file.read_text(encoding="utf-8-sig")  # some editors of Windows write a mark first
    except OSError as error:
        raise MaterialError(f"{file}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        found = f"the byte 0x{error.object[error.start]:02x}"
        raise MaterialError(f"{file}:{line}: it is not UTF-8: {found}.") from error


def require_file(file: Path, what: str) -> Path:
    """The file itself; a UsageError says that there is none of this name in its folder."""
    if file.is_file():
        return file
    meant = did_you_mean(file.stem, [other.stem for other in file.parent.glob("*" + file.suffix)])
    raise UsageError(f"There is no {what} {file.name} in {file.parent}{meant or '.'}")


def read_toml(file: Path) -> dict[str, Any]:
    """The keys and values of a TOML file."""
    return parse_toml(read_text(file), file)


def decode(content: object, of: type[_T], file: Path, /, *at: str | int, **given: object) -> _T:
    """The dataclass `of` that a part of a file declares; `given` are fields from elsewhere.

    `at` is where in the file the part stands. A MaterialError names file, line and key, what was
    found and what is allowed. Unknown keys are mistakes, too.
    """
    for place, value, expected in _nodes(content, of, at):
        if is_dataclass(expected) and isinstance(value, dict):
            _reject_wrong_keys(value, expected, file, place, given if value is content else {})
    if isinstance(content, dict):
        content = {**content, **given}
    try:
        return msgspec.convert(content, of)
    except msgspec.ValidationError as error:
        raise _wrong_value(content, of, file, at) from error


def _reject_wrong_keys(
    value: dict[Any, Any], of: Any, file: Path, place: Place, given: dict[str, object]
) -> None:
    known = [field.name for field in fields(of) if field.name not in given]
    for key in value:
        if key not in known:
            meant = did_you_mean(key, known) or f"; the keys here are {', '.join(known)}"
            raise mistake(file, f"there is no key `{key}`{meant}", *place, key=key)
    for field in fields(of):
        optional = field.default is not MISSING or field.default_factory is not MISSING
        if not optional and field.name in known and field.name not in value:
            raise mistake(file, f"the key `{field.name}` is missing", *place)


def _wrong_value(content: object, of: Any, file: Path, at: Place) -> MaterialError:
    """The innermost value that doesn't fit, in our words: msgspec names neither it nor a line."""
    wrong = at, content, of
    problem = _problem(content, of)
    for place, value, expected in _nodes(content, of, at):
        inside = place[: len(wrong[0])] == wrong[0]
        if inside and (more := _problem(value, expected)):
            wrong, problem = (place, value, expected), more
    place, value, expected = wrong
    if is_dataclass(expected) and isinstance(value, dict):  # its own check, which names a key
        named = re.search(r"`(\w+)", problem)
        return mistake(file, problem, *place, key=named[1] if named else "")
    problem = f"{_found(value)} must be {_described(expected)}"
    if _bare(expected) is str and not isinstance(value, str):
        problem = f"{_found(value)} must be a string" + "; put it in quotes" * (value is not None)
    return mistake(file, problem, *place)


def _problem(value: object, of: Any) -> str:
    try:
        msgspec.convert(value, of)
    except msgspec.ValidationError as error:
        return str(error).partition(" - at `")[0]
    return ""


def _found(value: object) -> str:
    """A value as the author wrote it, more or less."""
    if value is None:
        return "an empty value"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.date | dt.time):
        return f"the {'time' if isinstance(value, dt.time) else 'date'} {value}"
    return textwrap.shorten(repr(value), 60, placeholder=" …")


def _nodes(value: object, of: Any, place: Place) -> Iterator[tuple[Place, object, Any]]:
    """Every value of a declaration with its place and the type that it must have."""
    of = _member(of, value)
    yield place, value, of
    inner = _bare(of)
    if is_dataclass(inner) and isinstance(value, dict):
        for key, each in _types(cast("type", inner)).items():
            if key in value:
                yield from _nodes(value[key], each, (*place, key))
    elif get_origin(inner) is dict and isinstance(value, dict):
        for key, item in value.items():
            yield from _nodes(item, get_args(inner)[1], (*place, key))
    elif get_origin(inner) is tuple and isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _nodes(item, get_args(inner)[0], (*place, number))


@cache
def _types(of: type) -> dict[str, Any]:
    return get_type_hints(of, include_extras=True)


def _bare(of: Any) -> Any:
    """A type without its limits."""
    return get_args(of)[0] if get_origin(of) is Annotated else of


def _member(of: Any, value: object) -> Any:
    """Of a union the member that the value is meant to be."""
    if get_origin(of) not in {Union, types.UnionType}:
        return of
    members = [member for member in get_args(of) if member is not types.NoneType]
    tables = [member for member in members if is_dataclass(member)]
    if len(members) == 1 or (tables and isinstance(value, dict)):
        return (tables or members)[0]
    return Union[tuple(members)]  # noqa: UP007 (the members are known at run time only)


def _described(of: Any) -> str:
    origin, arguments = get_origin(of), get_args(of)
    if origin is Annotated:
        return _limited(*arguments)
    if origin is Literal:
        return f"one of {', '.join(map(str, arguments))}"
    if origin in {Union, types.UnionType}:
        return " or ".join(map(_described, arguments))
    if origin is tuple:
        return f"a list, each item {_described(arguments[0])}"
    if is_dataclass(of):
        return f"a table with the keys {', '.join(field.name for field in fields(of))}"
    return _NAMES.get(origin or of, str(of))


def _limited(of: Any, limits: Meta) -> str:
    """A type and its limits in words."""
    if limits.pattern == NOT_EMPTY:
        return f"{_described(of)} that isn't empty"
    if limits.pattern:
        return f"{_described(of)} of lowercase letters, digits and dashes"
    if limits.min_length:
        return _described(of).replace("a list,", f"a list of {limits.min_length} or more,", 1)
    least = f"from {limits.ge} to" if limits.ge is not None else f"above {limits.gt} and up to"
    return f"{_described(of)} {least} {limits.le}"
