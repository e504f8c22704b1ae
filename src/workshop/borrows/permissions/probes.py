"""Copies of a program with probes in them, in one file, and from where in it each byte comes.

A copy is the whole program inside `mod __cN { … }`. A probe is a statement of our own that stands
at a point and asks one question; the compiler's errors in it are the answer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest

from workshop.borrows.permissions.points import Point
from workshop.borrows.permissions.variables import Variable

HELPERS = b"\npub trait __Type {}\npub const fn __type<T: __Type + ?Sized>(_: &T) {}\n"
"""No type implements the trait, so that the compiler names the type that should."""


class Ask(StrEnum):
    """What a probe asks, as the statement that asks it; `{}` is the path."""

    TYPE = "crate::__type(&{});"
    REACHED = "{{ let __u: u8; let _ = &__u; }};"
    AROUND = "if false {{ loop {{ let _ = &{}; if false {{ let _m = {}; }} }} }} else {{}};"
    STATE = "if false {{ if false {{ let _m = {}; }} let _ = &{}; loop {{}} }} else {{}};"
    READ = "let _ = &{};"
    WRITE = "let _ = &mut {};"


@dataclass(frozen=True)
class Target:
    """A path of the program: a variable, or what stands behind it. `text` is how it is written."""

    variable: Variable
    text: str

    @property
    def is_field(self) -> bool:
        """Whether it is a field of the variable."""
        return "." in self.text


@dataclass(frozen=True)
class Probe:
    """One question about one path at one point."""

    ask: Ask
    point: Point
    target: Target | None = None

    @property
    def text(self) -> str:
        """The statement."""
        path = self.target.text if self.target else ""
        return self.ask.value.format(path, path)


@dataclass(frozen=True)
class Edit:
    """A change of the source: the bytes from `start` to `end` become `text`."""

    start: int
    end: int
    text: bytes
    probe: Probe | None = None
    rank: int = 0
    """The order of edits at one place."""


@dataclass(frozen=True)
class Probes:
    """The probes of one copy; with `mut`, every variable is declared `mut` that can be."""

    probes: tuple[Probe, ...]
    mut: bool = False


@dataclass(frozen=True)
class Origin:
    """Where a byte of the file comes from: a copy, and there a probe or an offset of the source.

    Copy 0 is the program itself.
    """

    copy: int
    probe: Probe | None
    offset: int | None


@dataclass
class CopyFile:
    """The file for the compiler, as it grows."""

    source: bytes
    always: tuple[Edit, ...]
    """What is changed in each copy, such as attributes that only one item may have."""
    paths: tuple[int, ...]
    """Where `crate` begins a path: in a copy it means the copy."""
    variables: tuple[Variable, ...]
    _pieces: list[bytes] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _origins: list[Origin] = field(default_factory=list)
    _length: int = 0
    _copies: int = 0

    @property
    def whole(self) -> bytes:
        """All of it."""
        return b"".join([*self._pieces, HELPERS])

    def add_itself(self, edits: Iterable[Edit]) -> None:
        """The program without probes, at the beginning: its lines and messages are the user's."""
        self._write(edits, 0)
        self._add(b"\n", Origin(0, None, None))

    def add(self, copy: Probes) -> int:
        """Add a copy; its number."""
        self._copies += 1
        number = self._copies
        name = f"__c{number}".encode()
        edits = [*self.always, *_probing(copy.probes)]
        edits += [Edit(at, at + len(b"crate"), b"crate::" + name) for at in self.paths]
        if copy.mut:
            places = {one.mut_at for one in self.variables if one.mut_at is not None}
            edits += [Edit(at, at, b"mut ") for at in places]
        self._add(b"pub mod " + name + b" {\n", Origin(number, None, None))
        self._write(edits, number)
        self._add(b"\n}\n", Origin(number, None, None))
        return number

    def origin(self, place: int) -> Origin:
        """Where a byte comes from."""
        piece = bisect_right(self._starts, place) - 1
        found = self._origins[piece]
        if found.offset is None:
            return found
        return Origin(found.copy, None, found.offset + place - self._starts[piece])

    def _add(self, text: bytes, origin: Origin) -> None:
        if text:
            self._starts.append(self._length)
            self._origins.append(origin)
            self._pieces.append(text)
            self._length += len(text)

    def _write(self, edits: Iterable[Edit], number: int) -> None:
        place = 0
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.rank)):
            self._add(self.source[place : edit.start], Origin(number, None, place))
            self._add(edit.text, Origin(number, edit.probe, None))
            place = max(place, edit.end)
        self._add(self.source[place:], Origin(number, None, place))


def side_by_side(groups: Iterable[list[Probe]]) -> Iterator[list[Probe]]:
    """Groups that need copies of their own: those of different functions share one.

    The compiler looks at each function alone. All probes of a group are of one function.
    """
    by_function: dict[str, list[list[Probe]]] = {}
    for group in groups:
        if group:
            by_function.setdefault(group[0].point.function, []).append(group)
    for together in zip_longest(*by_function.values(), fillvalue=()):
        yield [probe for group in together for probe in group]


def _probing(probes: Iterable[Probe]) -> Iterator[Edit]:
    """The probes as edits, those of one point behind each other."""
    by_point: dict[Point, list[Probe]] = {}
    for probe in probes:
        by_point.setdefault(probe.point, []).append(probe)
    for point, here in by_point.items():
        at = point.offset
        yield Edit(at, at, point.before.encode(), rank=1)
        for probe in here:
            yield Edit(at, at, f" {probe.text} ".encode(), probe, rank=2)
        if point.closes is not None:
            yield Edit(point.closes, point.closes, b"}")
