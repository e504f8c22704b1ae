"""The first call: types, moves, and which points the program reaches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from workshop.borrows.permissions.answers import TYPE, Answers, Message, variables_named
from workshop.borrows.permissions.points import Point
from workshop.borrows.permissions.probes import (
    Ask,
    CopyFile,
    Probe,
    Probes,
    Target,
    side_by_side,
)
from workshop.borrows.permissions.program import Program
from workshop.borrows.permissions.variables import Variable

_COPY_NAME = re.compile(r"\b(?:crate::)?__c\d+::|@cell\.rs:[\d: ]+(?=\})")
"""What only a copy has: its name in a path, and the place of a closure in its type."""
_MANY = re.compile(r"\w+(?:::\w+)+")
_HOLDS = re.compile(r"[&']|\b_\b|\{(?:closure|async|coroutine)|\.\.\.|\b(?:dyn|impl)\b|\bfn\(")
_NO_PLACE = re.compile(r"^move occurs|moved due to use in")
"""A label of a type, or of a use inside a closure: the closure itself has the label of the move."""
NOT_MOVABLE = {"E0507", "E0508", "E0509"}


@dataclass(frozen=True)
class Move:
    """Where a value has been moved away, as marked in the source; `part` where only a part was."""

    spans: tuple[tuple[int, int, str], ...]
    """First byte, end and label of each."""
    part: bool


@dataclass(frozen=True)
class Facts:
    """What the first call says.

    Of variables in `parts`, parts are moved somewhere. The compiler reports one use of that: if it
    is the program's own, at the place in `unknown`, nothing is known behind it.
    """

    reached: frozenset[Point]
    types: dict[Target, str]
    copies: frozenset[Target]
    not_movable: frozenset[Target]
    moved: dict[tuple[Point, Target], Move]
    unassigned: frozenset[tuple[Point, Target]]
    parts: frozenset[Variable]
    unknown: dict[Variable, int]

    def type_of(self, variable: Variable) -> str:
        """The type of a variable, as the compiler names it; empty where it doesn't."""
        return self.types.get(Target(variable, variable.name), "")

    def holds_borrow(self, variable: Variable) -> bool:
        """Whether a probe of the variable may keep a borrow of this function alive."""
        if variable.is_parameter or variable.is_literal:
            return False
        return _HOLDS.search(self.type_of(variable) or "&") is not None

    def move_of(self, point: Point, target: Target) -> Move | None:
        """How the whole of a path has been moved away before a point."""
        whole = Target(target.variable, target.variable.name)
        return self.moved.get((point, target)) or self.moved.get((point, whole))

    def part_move_of(self, point: Point, target: Target) -> Move | None:
        """How a part of a path has been moved away, if the program names the part.

        A use of that part in the program hides what the compiler says of the whole.
        """
        inside = (f"{target.variable.name}.{name}" for name in sorted(target.variable.fields))
        parts = (
            Target(target.variable, one) for one in inside if one.startswith(f"{target.text}.")
        )
        found = next((move for part in parts if (move := self.moved.get((point, part)))), None)
        return replace(found, part=True) if found is not None else None

    def knows(self, point: Point, variable: Variable) -> bool:
        """Whether the probes can say anything of the variable at the point."""
        return point in self.reached and point.offset <= self.unknown.get(variable, point.offset)

    def is_unassigned(self, point: Point, target: Target) -> bool:
        """Whether the variable may have no value yet at the point."""
        whole = Target(target.variable, target.variable.name)
        return (point, whole) in self.unassigned or (point, target) in self.unassigned


def targets(program: Program, point: Point) -> Iterator[Target]:
    """The variables in scope at a point, and the fields of them that the program uses."""
    for one in program.visible(point):
        for path in (one.name, *(f"{one.name}.{name}" for name in sorted(one.fields))):
            yield Target(one, path)


def first_call(program: Program, skipped: set[Target]) -> CopyFile:
    """The program, a copy for types, two for moves; a variable without a value has its own."""
    file = program.file()
    file.add_itself(program.left_out.of_program)
    around, states, own = list[Probe](), list[Probe](), list[Probe]()
    last = dict[Target, Point]()
    for point in program.points:
        states.append(Probe(Ask.REACHED, point))
        for target in targets(program, point):
            if target in skipped:
                continue
            last[target] = point  # where the type is known, if it is inferred from a use
            if target.variable.has_value:
                states.append(Probe(Ask.STATE, point, target))
                around.append(Probe(Ask.AROUND, point, target))
            else:
                own.append(Probe(Ask.STATE, point, target))
    types = [Probe(Ask.TYPE, point, target) for target, point in last.items()]
    for group in (types, states, around, *side_by_side([probe] for probe in own)):
        file.add(Probes(tuple(group)))
    return file


def facts_of(program: Program, answers: Answers, skipped: set[Target]) -> Facts:
    """Read the answers of the first call."""
    found = _Reader(program, answers)
    for point in program.points:
        if "E0381" in answers.codes(Probe(Ask.REACHED, point)):
            found.reached.add(point)
            for target in targets(program, point):
                if target not in skipped:
                    found.read(point, target)
    parts, unknown = found.parts(), found.unknown()
    return Facts(
        frozenset(found.reached),
        dict(_types(answers, program.paths)),
        frozenset(found.copies - found.not_copies),
        frozenset(found.not_movable),
        found.moved,
        frozenset(found.unassigned),
        frozenset(parts | unknown.keys()),
        unknown,
    )


class _Reader:
    """Collects the facts."""

    def __init__(self, program: Program, answers: Answers) -> None:
        self.program, self.answers = program, answers
        self.reached, self.unassigned = set[Point](), set[tuple[Point, Target]]()
        self.copies, self.not_copies, self.not_movable = (set[Target]() for _ in range(3))
        self.moved = dict[tuple[Point, Target], Move]()

    def read(self, point: Point, target: Target) -> None:
        """What a probe of the state says."""
        state, around = Probe(Ask.STATE, point, target), Probe(Ask.AROUND, point, target)
        codes = self.answers.codes(state)
        if "E0381" in codes:
            self.unassigned.add((point, target))
            return
        if codes & NOT_MOVABLE:
            self.not_movable.add(target)
        if "E0382" not in codes | self.answers.codes(around) and not codes & NOT_MOVABLE:
            self.copies.add(target)
            return
        self.not_copies.add(target)
        messages = [*self.answers.errors.get(state, ()), *self.answers.errors.get(around, ())]
        if move := move_in(messages):
            self.moved[point, target] = move

    def parts(self) -> set[Variable]:
        """The variables of which a field, a part or the inside of a box is moved somewhere."""
        found = {target.variable for (_, target), move in self.moved.items() if move.part}
        found |= {target.variable for _, target in self.moved if target.is_field}
        whole = {place: move for place, move in self.moved.items() if not move.part}
        self.moved = whole
        return found | {one for one in self.program.variables if one.dereferenced}

    def unknown(self) -> dict[Variable, int]:
        """The variables of which the program itself uses a moved part, and where it does."""
        found = dict[Variable, int]()
        for error in self.answers.own:
            names = variables_named(error) if "partially moved" in error.message else ()
            place = error.primary.start if error.primary else 0
            seen = [one for one in self.program.variables if one.start <= place <= one.end]
            found |= {one: place for one in seen if one.name in names}
        return found


def _types(answers: Answers, paths: Mapping[str, str]) -> Iterator[tuple[Target, str]]:
    for probe, messages in answers.errors.items():
        if probe.ask is Ask.TYPE and probe.target is not None:
            for message in messages:
                if named := TYPE.search(message.diagnostic.message):
                    written = _COPY_NAME.sub("", named[1])
                    yield probe.target, _MANY.sub(lambda m: paths.get(m[0], m[0]), written)


def move_in(messages: Iterable[Message]) -> Move | None:
    """The moves of the user's own code that the labels of E0382 name."""
    spans, part = list[tuple[int, int, str]](), True
    for message in messages:
        for span, offset in message.in_source() if message.code == "E0382" else ():
            label = span.label or ""
            if "moved" in label and not _NO_PLACE.search(label):
                spans.append((offset, offset + span.end - span.start, label))
                part = part and "partially" in label
    return Move(tuple(dict.fromkeys(spans)), part) if spans else None
