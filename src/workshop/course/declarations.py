"""What the material declares, decoded from TOML and YAML into frozen dataclasses.

Files are read each time: that of all exercises and episodes takes a few milliseconds.
"""

from __future__ import annotations

import re
import tomllib
import types
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from workshop.base.errors import MaterialError

_T = TypeVar("_T")
_INVALID = re.compile(r"(?P<what>.*?)(?: - at `\$(?P<path>.*)`)?", re.DOTALL)
_NAMES = {
    str: "a string",
    int: "an integer",
    float: "a number",
    bool: "true or false",
    types.NoneType: "nothing",
}


def read_text(file: Path) -> str:
    """The text of a file of the material; a MaterialError names one that can't be read."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise MaterialError(f"{file}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise MaterialError(f"{file}: it is not UTF-8: {error}.") from error


def read_toml(file: Path) -> dict[str, Any]:
    """The keys and values of a TOML file."""
    try:
        return tomllib.loads(read_text(file))
    except tomllib.TOMLDecodeError as error:
        raise MaterialError(f"{file}: {error}.") from error


def parse_yaml(text: str, file: Path) -> dict[str, Any]:
    """The keys and values of YAML; `file` is where it stands."""
    import yaml

    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    try:
        content = yaml.load(text, loader)  # noqa: S506 (both loaders are safe)
    except yaml.YAMLError as error:
        raise MaterialError(f"{file}: {' '.join(str(error).split())}.") from error
    if not isinstance(content, dict):
        raise MaterialError(f"{file}: it has no keys.")
    return content


def decode(content: object, of: type[_T], file: Path, at: str = "", /, **given: object) -> _T:
    """The dataclass `of` that a part of a file declares; `given` are fields from elsewhere.

    `at` is where in the file the part stands. A MaterialError names file and key, what was found
    and what is allowed. Unknown keys are mistakes, too.
    """
    import msgspec

    for path, value, expected in _nodes(content, of, at):
        if not (is_dataclass(expected) and isinstance(value, dict)):
            continue
        if problem := _wrong_keys(value, expected, given if value is content else {}):
            raise MaterialError(f"{file}: {_in(path)}{problem}.")
    if isinstance(content, dict):
        content = {**content, **given}
    try:
        return msgspec.convert(content, of)
    except msgspec.ValidationError as error:
        raise MaterialError(f"{file}: {_explained(str(error), content, of, at)}.") from error


def _wrong_keys(value: dict[str, Any], of: Any, given: dict[str, object]) -> str:
    known = [field.name for field in fields(of) if field.name not in given]
    if unknown := [key for key in value if key not in known]:
        return f"there is no key `{unknown[0]}`; the keys here are {', '.join(known)}"
    for field in fields(of):
        optional = field.default is not MISSING or field.default_factory is not MISSING
        if not optional and field.name in known and field.name not in value:
            return f"the key `{field.name}` is missing"
    return ""


def _explained(message: str, content: object, of: Any, at: str) -> str:
    """Our words for what msgspec says, which names neither the value nor what is allowed."""
    found = _INVALID.fullmatch(message)
    path = (at + (found["path"] or "")).strip(".") if found else at
    what = found["what"] if found else message
    if not what.startswith(("Expected ", "Invalid enum value ")):
        return _in(path) + what  # a dataclass's own check
    for place, value, expected in _nodes(content, of, at):
        if place == path:
            return f"{_in(path)}{value!r} must be {_described(expected)}"
    return _in(path) + what


def _nodes(value: object, of: Any, path: str) -> Iterator[tuple[str, object, Any]]:
    """Every value of a declaration with its path and the type that it must have."""
    of = _member(of, value)
    yield path, value, of
    if is_dataclass(of) and isinstance(value, dict):
        for key, inner in _types(cast("type", of)).items():
            if key in value:
                yield from _nodes(value[key], inner, f"{path}.{key}".strip("."))
    elif get_origin(of) is tuple and isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _nodes(item, get_args(of)[0], f"{path}[{number}]")


@cache
def _types(of: type) -> dict[str, Any]:
    return get_type_hints(of)


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
    if get_origin(of) is Literal:
        return f"one of {', '.join(map(str, get_args(of)))}"
    if get_origin(of) in {Union, types.UnionType}:
        return " or ".join(map(_described, get_args(of)))
    if get_origin(of) is tuple:
        return f"a list, each item {_described(get_args(of)[0])}"
    if is_dataclass(of):
        return f"a table with the keys {', '.join(field.name for field in fields(of))}"
    return _NAMES.get(of, str(of))


def _in(path: str) -> str:
    return f"`{path}`: " if path else ""
