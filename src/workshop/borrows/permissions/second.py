"""The second call: it asks whether each path may be read and written at each point."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from workshop.borrows.permissions.facts import Facts
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
from workshop.borrows.permissions.syntax import ancestors, node_at
from workshop.borrows.permissions.variables import Variable

_LOOPS = {"for_expression", "while_expression", "loop_expression"}


def paths_of(variable: Variable, facts: Facts) -> list[Target]:
    """The paths of a variable that are shown: itself or what it refers to, and its fields."""
    written, type_ = variable.name, facts.type_of(variable)
    fields = [Target(variable, f"{written}.{name}") for name in sorted(variable.fields)]
    if type_.startswith("&mut "):
        return [Target(variable, f"*{written}"), *fields]
    if type_.startswith("&"):
        return [Target(variable, f"*{written}")]
    boxed = type_.startswith("Box<") and variable.dereferenced
    behind = [Target(variable, f"*{written}")] if boxed else []
    return [Target(variable, written), *behind, *fields]


def second_call(program: Program, facts: Facts, skipped: set[Target]) -> CopyFile:
    """One copy for what holds no borrow; the others have copies of their own.

    While such a variable is used later, one copy is enough; behind its last use, each point has
    one.
    """
    file = program.file()
    together = list[Probe]()
    apart: dict[Variable, list[Probe]] = {}
    alone = list[list[Probe]]()
    for point in program.points:
        for variable in program.visible(point):
            if not facts.knows(point, variable):
                continue
            here = [
                probe for probe in _probes(point, variable, facts) if probe.target not in skipped
            ]
            if variable in facts.parts:
                alone += [list(both) for _, both in groupby(here, lambda probe: probe.target)]
            elif not facts.holds_borrow(variable):
                together += here
            elif is_used_later(program, variable, point):
                apart.setdefault(variable, []).extend(here)
            else:
                alone.append(here)
    for group in (together, *side_by_side((*apart.values(), *alone))):
        if group:
            file.add(Probes(tuple(group), mut=True))
    return file


def _probes(point: Point, variable: Variable, facts: Facts) -> Iterator[Probe]:
    for target in paths_of(variable, facts):
        if facts.move_of(point, target) or facts.is_unassigned(point, target):
            continue
        shared = target.text.startswith("*") and is_shared(variable, facts)
        for ask in (Ask.READ,) if shared else (Ask.READ, Ask.WRITE):
            yield Probe(ask, point, target)


def is_shared(variable: Variable, facts: Facts) -> bool:
    """Whether it is a shared reference."""
    type_ = facts.type_of(variable)
    return type_.startswith("&") and not type_.startswith("&mut ")


def is_used_later(program: Program, variable: Variable, point: Point) -> bool:
    """Whether the source names the variable behind the point, or comes back to a use in a loop."""
    if any(use >= point.offset for use in variable.uses):
        return True
    node = node_at(program.root, point.offset, point.offset)
    loops = [each for each in ancestors(node) if each.type in _LOOPS] if node is not None else []
    return any(
        loop.start_byte <= use < loop.end_byte
        for loop in loops
        if variable.place < loop.start_byte
        for use in variable.uses
    )
