"""Where in a file of the material a value stands: the line to name in an error.

YAML and front matter have the marks of their loader. TOML has none, so a file is cut into its
statements: each of them is TOML of its own, and `tomllib` itself says where it ends.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Place = tuple[str | int, ...]
"""The keys and numbers that lead to a value, such as `("hints", 0, "when")`."""
_CLOSERS = ("", "]", "]]", "]]]")
"""What may end the lists of a statement that is cut off after a line."""


def shown(place: Place) -> str:
    """The place as authors write it: `hints[0].when`."""
    keys = (f"[{key}]" if isinstance(key, int) else f".{key}" for key in place)
    return "".join(keys).removeprefix(".")


def line_of(file: Path, place: Place) -> int:
    """The line where a value begins; for one that is missing, where its table begins."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return 1
    find = _line_in_toml if file.suffix == ".toml" else _line_in_yaml
    return next((line for end in range(len(place), 0, -1) if (line := find(text, place[:end]))), 1)


def _line_in_yaml(text: str, place: Place) -> int | None:
    """The same for YAML; of a page only the first document is read, its front matter."""
    import yaml

    line, node = None, next(yaml.compose_all(text, yaml.SafeLoader), None)
    for key in place:
        if isinstance(node, yaml.MappingNode):
            found = [pair for pair in node.value if pair[0].value == str(key)]
            marks, node = found[0] if found else (None, None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int):
            marks = node = node.value[key] if key < len(node.value) else None
        else:
            return None
        line = marks.start_mark.line + 1 if marks else None
    return line


def _line_in_toml(text: str, place: Place) -> int | None:
    for line, table, content, source in _statements(text):
        if table[: len(place)] == place:
            return line
        inside = place[len(table) :]
        if place[: len(table)] == table and _has(content, inside):
            return line + _lines_before(source, inside)
    return None


def _statements(text: str) -> Iterator[tuple[int, Place, dict[str, Any], str]]:
    """Each statement: its line, the table that it stands in, what it says, and its source."""
    table: Place = ()
    lists: dict[Place, int] = {}
    first, lines = 0, text.splitlines()
    for end in range(1, len(lines) + 1):
        source = "\n".join(lines[first:end])
        try:
            content = tomllib.loads(source)
        except tomllib.TOMLDecodeError:
            continue  # the statement goes on in the next line
        if content and source.lstrip().startswith("["):
            table = _entered(content, lists)
            yield first + 1, table, {}, source
        elif content:
            yield first + 1, table, content, source
        first = end


def _entered(header: dict[str, Any], lists: dict[Place, int]) -> Place:
    """The table that a header begins; `lists` counts the tables of each list so far."""
    place: Place = ()
    rest: Any = header
    while rest:
        if isinstance(rest, list):  # a new table of this list
            lists[place] = lists.get(place, -1) + 1
            return (*place, lists[place])
        if place in lists:  # the last table of a list that was begun before
            place = (*place, lists[place])
        key, rest = next(iter(rest.items()))
        place = (*place, key)
    return place


def _lines_before(source: str, place: Place) -> int:
    """How many lines of a statement stand before an item of its list."""
    if all(isinstance(key, str) for key in place):
        return 0  # a key and its value begin in one line
    lines = source.split("\n")
    for count in range(1, len(lines)):
        for closer in _CLOSERS:
            try:
                content = tomllib.loads("\n".join(lines[:count]) + closer)
            except tomllib.TOMLDecodeError:
                continue
            if _has(content, place):
                return count - 1
    return len(lines) - 1


def _has(content: object, place: Place) -> bool:
    for key in place:
        try:
            content = content[key]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            return False
    return True
