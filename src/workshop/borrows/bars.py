"""The bars between the events of a timeline: what a value's owner and a borrow are in between."""

from __future__ import annotations

from dataclasses import dataclass

from workshop.borrows.model import BORROWS, Act, Event, Timeline

_ENDS = {Act.MOVED, Act.DROPPED}
_OBJECTIONS = {Act.CLASH, Act.DROPPED}


@dataclass(frozen=True)
class Bar:
    """A stretch of a lane from one event to another, which may be one of another lane.

    `kind` for the owner: "own", "lent" (while a borrow lives), "gone" (moved or dropped). For a
    borrow its lane's kind.
    """

    lane: int
    first: Event
    last: Event
    kind: str


def drawn(timeline: Timeline) -> tuple[Event, ...]:
    """The events from top to bottom of the picture."""
    return tuple(event for row in timeline.rows for event in timeline.at(row.number))


def bars(timeline: Timeline) -> tuple[Bar, ...]:
    """The bars, those that lie on top of others last."""
    order = drawn(timeline)
    found: list[Bar] = []
    for lane in _lanes(timeline, owner=True):
        lent = [
            bar for one in _lanes(timeline, owner=False) for bar in _borrow(timeline, one, order)
        ]
        found += _owner(lane, order, lent if lane == 0 else [])
        found += lent if lane == 0 else []
    return tuple(found)


def _lanes(timeline: Timeline, *, owner: bool) -> list[int]:
    kinds = enumerate(lane.kind for lane in timeline.lanes)
    return [number for number, kind in kinds if (kind == "owner") == owner]


def _borrow(timeline: Timeline, lane: int, order: tuple[Event, ...]) -> list[Bar]:
    """A borrow lives to its last use, and where the compiler objects, for that is why it does."""
    own = [event for event in order if event.lane == lane]
    start = next((event for event in own if event.act in BORROWS), None)
    if start is None:
        return []
    if timeline.code:
        own = [e for e in order if e.lane == lane or (e.lane == 0 and e.act in _OBJECTIONS)]
    last = max(own, key=order.index)
    return [Bar(lane, start, last, timeline.lanes[lane].kind)] if last != start else []


def _owner(lane: int, order: tuple[Event, ...], lent: list[Bar]) -> list[Bar]:
    own = [event for event in order if event.lane == lane and event.act is not Act.DETAIL]
    known = sorted([*own, *(e for bar in lent for e in (bar.first, bar.last))], key=order.index)
    if not known:
        return []
    end = next((event for event in own if event.act in _ENDS), known[-1])
    found = [Bar(lane, known[0], end, "own")]
    for bar in lent:
        last = min(bar.last, end, key=order.index)
        found += [Bar(lane, bar.first, last, "lent")] if last != bar.first else []
    if own and own[-1] != end and end.act in _ENDS:
        found.append(Bar(lane, end, own[-1], "gone"))
    return [bar for bar in found if bar.first != bar.last]
