"""The first call: types, moves, and which points the program reaches."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from workshop.borrows.permissions.answers import Answers, Message
from workshop.borrows.permissions.points import Point
from workshop.borrows.permissions.probes import Ask, CopyFile, Probe, Probes, Target
from workshop.borrows.permissions.program import Program
from workshop.borrows.permissions.syntax import Variable

_TYPE = re.compile(r"the trait bound `(.*): __Type` is not satisfied", re.DOTALL)
_COPY_NAME = re.compile(r"\b(?:crate::)?__c\d+::")
_HOLDS = re.compile(r"[&']|\{(?:closure|async|coroutine)|\.\.\.|\b(?:dyn|impl)\b|\bfn\(")
NOT_MOVABLE = {"E0507", "E0508", "E0509"}


@dataclass(frozen=True)
class Move:
    """Where a value has been moved away, as spans of the source; `part` where only a part was."""

    spans: tuple[tuple[int, int], ...]
    part: bool


@dataclass(frozen=True)
class Facts:
    """What the first call says."""

    reached: frozenset[Point]
    types: dict[Target, str]
    copies: frozenset[Target]
    not_movable: frozenset[Target]
    moved: dict[tuple[Point, Target], Move]
    unassigned: frozenset[tuple[Point, Target]]
    misplaced: frozenset[Probe] = field(default_factory=frozenset)

    def without(self, probes: set[Probe]) -> Facts:
        """The same without probes that can't stand where they are."""
        return replace(self, misplaced=self.misplaced | probes)

    def type_of(self, variable: Variable) -> str:
        """The type of a variable, as the compiler names it; empty where it doesn't."""
        return self.types.get(Target(variable, variable.name), "")

    def holds_borrow(self, variable: Variable) -> bool:
        """Whether a probe of the variable may keep a borrow of this function alive."""
        if variable.is_parameter or variable.is_literal:
            return False
        return _HOLDS.search(self.type_of(variable) or "&") is not None

    def is_gone(self, point: Point, target: Target) -> bool:
        """Whether there is no value at the point."""
        whole = Target(target.variable, target.variable.name)
        places = ((point, target), (point, whole))
        if any(place in self.unassigned for place in places):
            return True
        moves = [self.moved.get(place) for place in places]
        return any(move is not None and not move.part for move in moves)


def targets(program: Program, point: Point) -> list[Target]:
    """The variables in scope at a point, and the fields of them that the program uses."""
    return [
        Target(one, path)
        for one in program.visible(point)
        for path in (one.name, *(f"{one.name}.{name}" for name in sorted(one.fields)))
    ]


def first_call(program: Program) -> CopyFile:
    """The program, a copy for types, one for moves; a variable without a value has its own."""
    file = program.file()
    file.add_itself(program.attributes)
    types, states, own = list[Probe](), list[Probe](), list[Probe]()
    asked = set[Target]()
    for point in program.points:
        states.append(Probe(Ask.REACHED, point))
        for target in targets(program, point):
            if target not in asked:
                asked.add(target)
                types.append(Probe(Ask.TYPE, point, target))
            (states if target.variable.has_value else own).append(Probe(Ask.STATE, point, target))
    file.add(Probes(tuple(types)))
    file.add(Probes(tuple(states)))
    for probe in own:
        file.add(Probes((probe,)))
    return file


def facts_of(program: Program, answers: Answers) -> Facts:
    """Read the answers of the first call."""
    reached = {p for p in program.points if "E0381" in answers.codes(Probe(Ask.REACHED, p))}
    types, copies, fixed = dict[Target, str](), set[Target](), set[Target]()
    moved, unassigned = dict[tuple[Point, Target], Move](), set[tuple[Point, Target]]()
    seen = set[Target]()
    for probe, messages in answers.errors.items():
        if probe.ask is Ask.TYPE and probe.target is not None:
            for message in messages:
                if named := _TYPE.search(message.diagnostic.message):
                    types[probe.target] = _COPY_NAME.sub("", named[1])
    for point in program.points:
        for target in targets(program, point) if point in reached else ():
            probe = Probe(Ask.STATE, point, target)
            codes = answers.codes(probe)
            if "E0381" in codes:
                unassigned.add((point, target))
                continue
            if codes & NOT_MOVABLE:
                fixed.add(target)
            if "E0382" not in codes and not codes & NOT_MOVABLE:
                copies.add(target)
                continue
            seen.add(target)
            if move := _move(answers.errors[probe]):
                moved[point, target] = move
    return Facts(
        frozenset(reached),
        types,
        frozenset(copies - seen),
        frozenset(fixed),
        moved,
        frozenset(unassigned),
    )


def _move(messages: list[Message]) -> Move | None:
    """The user's own moves among the labels."""
    spans, part = list[tuple[int, int]](), True
    for message in messages:
        for span, offset in message.in_source():
            label = span.label or ""
            if message.code == "E0382" and ("moved" in label or "into_iter" in label):
                if "move occurs because" in label and "moved here" not in label:
                    continue
                spans.append((offset, offset + span.end - span.start))
                part = part and "partially" in label
    return Move(tuple(spans), part) if spans else None
