"""Find the fences of a MyST page: code, directives, the text between them, and their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workshop.base.errors import MaterialError

_OPENING = re.compile(r"^(?P<indent>[ ]*)(?P<marker>`{3,}(?=[^`]*$)|~{3,}|:{3,})[ ]*(?P<info>.*)$")
_DIRECTIVE = re.compile(r"^\{(?P<name>[^}]+)\}[ ]*(?P<argument>.*)$")
_OPTION = re.compile(r"^:(?P<name>[A-Za-z][\w-]*):(?:[ ]+(?P<value>.*))?$")


@dataclass(frozen=True)
class Location:
    """A line of a file, to name in an error."""

    file: Path
    line: int

    def error(self, message: str) -> MaterialError:
        """The error that says where."""
        return MaterialError(f"{self.file}:{self.line}: {message}")

    def below(self, lines: int) -> Location:
        """The place some lines further down."""
        return Location(self.file, self.line + lines)


@dataclass(frozen=True)
class Text:
    """Lines that belong to no fence."""

    place: Location
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Fence:
    """A fence; a plain one has no `name`. `options` are the lines `:name: value` at its start."""

    place: Location
    marker: str
    indent: str
    info: str
    name: str | None
    argument: str
    options: dict[str, str]
    lines: tuple[str, ...]
    body: Location

    @property
    def raw(self) -> list[str]:
        """The fence as it was, for what is shown unchanged."""
        options = [f":{name}: {value}".rstrip() for name, value in self.options.items()]
        return [
            f"{self.indent}{self.marker}{self.info}",
            *options,
            *self.lines,
            self.indent + self.marker,
        ]


def blocks(lines: tuple[str, ...], place: Location) -> Iterator[Text | Fence]:
    """Split lines into text and fences; what is inside a fence stays one piece."""
    start = number = 0
    while number < len(lines):
        opening = _OPENING.match(lines[number])
        if opening is None:
            number += 1
            continue
        if start < number:
            yield Text(place.below(start), lines[start:number])
        end = _end(lines, number, opening["marker"], place)
        yield _fence(opening, lines[number + 1 : end], place.below(number))
        start = number = end + 1
    if start < len(lines):
        yield Text(place.below(start), lines[start:])


def _end(lines: tuple[str, ...], start: int, marker: str, place: Location) -> int:
    for number in range(start + 1, len(lines)):
        line = lines[number].strip()
        if line and set(line) == {marker[0]} and len(line) >= len(marker):
            return number
    raise place.below(start).error(f"the fence {marker} is never closed.")


def _fence(opening: re.Match[str], lines: tuple[str, ...], place: Location) -> Fence:
    directive = _DIRECTIVE.match(opening["info"].strip())
    options: dict[str, str] = {}
    if directive and opening["indent"]:
        raise place.error("an indented directive: begin it at the start of a line.")
    if directive:
        while len(options) < len(lines) and (found := _OPTION.match(lines[len(options)])):
            if found["name"] in options:
                raise place.error(f"the option {found['name']} is given twice.")
            options[found["name"]] = (found["value"] or "").strip()
        if lines and lines[0] == "---":
            raise place.below(1).error("options are written as `:name: value` here.")
    return Fence(
        place=place,
        marker=opening["marker"],
        indent=opening["indent"],
        info=opening["info"].rstrip(),
        name=directive["name"] if directive else None,
        argument=directive["argument"].strip() if directive else "",
        options=options,
        lines=lines[len(options) :],
        body=place.below(1 + len(options)),
    )
