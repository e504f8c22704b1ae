"""From answers to states: what is allowed at each point, and why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from workshop.borrows.permissions.answers import CONFLICTS, Answers, Message
from workshop.borrows.permissions.facts import Facts, Move, move_in
from workshop.borrows.permissions.holders import arms_around, holder_of, may_be_passed, taker_of
from workshop.borrows.permissions.model import Boundary, Kind, Path, Reason, State, Table
from workshop.borrows.permissions.points import Point
from workshop.borrows.permissions.probes import Ask, Probe, Target
from workshop.borrows.permissions.program import Program
from workshop.borrows.permissions.second import is_shared, is_used_later, paths_of
from workshop.borrows.permissions.syntax import text, value_of_block
from workshop.borrows.permissions.takers import taker_of_move, unseen_moves
from workshop.borrows.permissions.variables import Variable
from workshop.rust.diagnostics import Diagnostic

_DROPPED = re.compile(r"when `(\w+)` is dropped")
_LATER = re.compile(r"later|used here|captured here|due to use of|returning this value")
_NOT_WRITTEN = {Kind.NOT_MUT, Kind.SHARED_REFERENCE}
_NO_DROP = re.compile(r"&|\*|fn\b|\{closure")


class Assembler:
    """Puts together what both calls say of one program."""

    def __init__(
        self, program: Program, facts: Facts, answers: Answers, skipped: set[Target]
    ) -> None:
        self.program, self.facts, self.answers = program, facts, answers
        self.skipped = skipped
        messages = [m for found in answers.errors.values() for m in found]
        labels = [span.label or "" for m in messages for span in m.diagnostic.spans]
        self.dropped_late = {found[1] for label in labels if (found := _DROPPED.search(label))}

    def table(self, errors: tuple[Diagnostic, ...]) -> Table:
        """The whole table."""
        program, facts = self.program, self.facts
        paths: dict[Target, Path] = {}
        states: dict[Boundary, dict[Path, State]] = {}
        arms: dict[Boundary, dict[int, int]] = {}
        for point in program.points:
            boundary = Boundary(
                program.line(point.offset),
                program.part.own(point.offset),
                point.function.split("\0")[0],
                point in facts.reached,
            )
            states[boundary], arms[boundary] = {}, arms_around(program.root, point.offset)
            seen = [one for one in program.visible(point) if facts.knows(point, one)]
            for target in (each for one in seen for each in paths_of(one, facts)):
                if target not in self.skipped:
                    path = paths.setdefault(target, self._path(target))
                    states[boundary][path] = self._state(point, target)
        ordered = sorted(paths, key=lambda target: (target.variable.place, target.text))
        table = Table(
            program.part.text,
            tuple(paths[target] for target in ordered),
            tuple(states),
            states,
            errors,
            (*program.limits, *self._limits()),
        )
        return _with_ends(table, arms)

    def _limits(self) -> Iterator[str]:
        for variable, place in self.facts.unknown.items():
            line = self.program.line(place)
            yield f"Behind the error on line {line}, `{variable.name}` can't be shown."
        unseen: dict[int, list[str]] = {}
        for variable, place in unseen_moves(self.program, self.facts):
            unseen.setdefault(self.program.line(place), []).append(f"`{variable.name}`")
        for line, names in sorted(unseen.items()):
            what = f"What line {line} does with {' and '.join(dict.fromkeys(names))}"
            yield f"{what} can't be shown, because nothing of its block comes behind it."

    def _path(self, target: Target) -> Path:
        variable, facts = target.variable, self.facts
        type_ = facts.types.get(target) or _behind(facts.type_of(variable), target.text)
        copies = target in facts.copies
        own = target.text == variable.name and not copies and not _NO_DROP.match(type_)
        tail = value_of_block(self.program.root, variable.end) if own else None
        returned = tail is not None and text(tail) == variable.name
        in_tail = tail is not None and any(
            tail.start_byte <= use < tail.end_byte for use in variable.uses
        )
        receiver = taker_of(self.program.root, tail.start_byte, tail.end_byte) if tail else None
        line, own_place = self.program.line, self.program.part.own
        return Path(
            target.text,
            type_,
            copies,
            line(variable.place),
            line(variable.end),
            own_place(variable.place),
            own_place(variable.end),
            own and not in_tail,
            line(tail.start_byte) if returned and tail is not None else None,
            receiver if returned else None,
        )

    def _state(self, point: Point, target: Target) -> State:
        variable = target.variable
        later = is_used_later(self.program, variable, point) or variable.name in self.dropped_late
        read, write = (Probe(ask, point, target) for ask in (Ask.READ, Ask.WRITE))
        always = self._always(target, write)
        if gone := self._gone(point, target):
            why = (gone, *always)
            return State(read=False, write=False, own=False, reasons=why, used_later=later)
        if broken := self._broken(point, variable):
            line = self.program.line(broken[0].place_of_user or 0)
            why = (Reason(Kind.BREAKS, line), *always)
            return State(read=False, write=False, own=False, reasons=why, used_later=False)
        state = self._open(point, target, (read, write), always)
        return replace(state, used_later=later)

    def _broken(self, point: Point, variable: Variable) -> list[Message]:
        """The errors elsewhere that a use of the variable here would cause."""
        probes = [
            Probe(ask, point, target)
            for target in paths_of(variable, self.facts)
            for ask in (Ask.READ, Ask.WRITE)
        ]
        return [message for probe in probes for message in self.answers.breaks.get(probe, ())]

    def _open(
        self, point: Point, target: Target, asked: tuple[Probe, Probe], always: tuple[Reason, ...]
    ) -> State:
        """The state of a path that has a value, from the answers to reading and writing it."""
        facts = self.facts
        part = move_in(self.answers.errors.get(asked[0], ())) or facts.part_move_of(point, target)
        conflicts = [
            [m for m in self.answers.errors.get(probe, ()) if m.code in CONFLICTS]
            for probe in asked
        ]
        reasons = list[Reason]()
        borrowed = next((self._borrow(point, found[0]) for found in conflicts if found), None)
        if borrowed is not None:
            reasons.append(borrowed)
        if part is not None:
            reasons.append(self._moved(point, part))
        fixed = {reason.kind for reason in always}
        may_read = not conflicts[0] and part is None
        may_write = may_read and not conflicts[1] and not fixed & _NOT_WRITTEN
        behind = Kind.REFERENCE in fixed
        if target in facts.copies and not behind:
            own = may_read
        else:
            own = not (behind or borrowed or part or target in facts.not_movable)
        return State(may_read, may_write, own, (*reasons, *always))

    def _always(self, target: Target, write: Probe) -> tuple[Reason, ...]:
        """What holds from the declaration on."""
        behind = target.text.startswith("*")
        behind = behind and not self.facts.type_of(target.variable).startswith("Box<")
        fixed = self._why_not_written(target, write)
        kinds = [fixed] if fixed is not None else []
        return tuple(Reason(kind) for kind in [*kinds, *([Kind.REFERENCE] if behind else [])])

    def _why_not_written(self, target: Target, write: Probe) -> Kind | None:
        variable = target.variable
        if is_shared(variable, self.facts):
            return Kind.SHARED_REFERENCE
        if self.facts.type_of(variable).startswith("&mut "):
            return None
        if not variable.is_mut:
            return Kind.NOT_MUT
        return Kind.SHARED_REFERENCE if "E0596" in self.answers.codes(write) else None

    def _gone(self, point: Point, target: Target) -> Reason | None:
        if self.facts.is_unassigned(point, target):
            return Reason(Kind.UNASSIGNED)
        move = self.facts.move_of(point, target)
        return self._moved(point, move) if move is not None else None

    def _moved(self, point: Point, move: Move) -> Reason:
        root = self.program.root
        start, end, label = move.spans[-1]
        passed = len(move.spans) == 1 and may_be_passed(root, start, end, point.offset)
        return Reason(
            Kind.PARTLY_MOVED if move.part else Kind.MOVED,
            self.program.line(start),
            taker_of_move(self.program, self.facts, move),
            maybe=passed or "previous iteration" in label,
        )

    def _borrow(self, point: Point, message: Message) -> Reason:
        shared = "also borrowed as immutable" in message.diagnostic.message
        kind = Kind.SHARED if shared else Kind.MUTABLE
        labels = [span.label or "" for span in message.diagnostic.spans]
        dropped = next((found[1] for label in labels if (found := _DROPPED.search(label))), None)
        for span, offset in message.in_source():
            if not _LATER.search(span.label or "later"):
                end = offset + span.end - span.start
                by = dropped or holder_of(self.program.root, offset, end, point.offset)
                return Reason(kind, self.program.line(offset), by)
        return Reason(kind, by=dropped)


def _behind(type_: str, text: str) -> str:
    """The type of what a reference or a box points to."""
    if not text.startswith("*"):
        return type_
    if type_.startswith("Box<"):
        return type_[4:-1]
    return re.sub(r"^&(?:'\w+ )?(?:mut )?", "", type_)


def _with_ends(table: Table, arms: dict[Boundary, dict[int, int]]) -> Table:
    """The table whose reasons say until when a borrow lasts: until its permission is back."""
    for path in table.paths:
        rows = list(table.of(path))
        for place, (boundary, state) in enumerate(rows):
            later = [row for row in rows[place + 1 :] if _follows(arms[boundary], arms[row[0]])]
            reasons = tuple(_until(reason, later) for reason in state.reasons)
            table.states[boundary][path] = replace(state, reasons=reasons)
    return table


def _follows(arms: dict[int, int], later: dict[int, int]) -> bool:
    """Whether the program can come from one place to a later one: not into another arm."""
    return all(later.get(match, arm) == arm for match, arm in arms.items())


def _until(reason: Reason, later: list[tuple[Boundary, State]]) -> Reason:
    """The reason with the line behind the last one that has it."""
    if reason.kind not in {Kind.SHARED, Kind.MUTABLE}:
        return reason
    same = [
        place
        for place, (_, state) in enumerate(later)
        if any((each.kind, each.line) == (reason.kind, reason.line) for each in state.reasons)
    ]
    after = later[same[-1] + 1 if same else 0 :]
    hidden = after and any(each.kind is Kind.MUTABLE for each in after[0][1].reasons)
    if not after or (hidden and reason.kind is Kind.SHARED):
        return reason  # a mutable borrow of a part hides until when a shared one lasts
    return replace(reason, until=after[0][0].line)
