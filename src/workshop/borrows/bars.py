"""The bars between the events of a timeline: what a value's owner and a borrow are in between."""

from __future__ import annotations

from dataclasses import dataclass

from workshop.borrows.model import BORROWS, Act, Event, Timeline

_ENDS = {Act.MOVED, Act.DROPPED}
_ERRORS = {Act.ERROR, Act.DROPPED}


@dataclass(frozen=True)
class Bar:
    """A stretch of a lane from one event to another, which may be one of another lane.

    `kind` for the owner: "own", "borrowed" (while a borrow lives), "gone" (moved or dropped). For a
    borrow its lane's kind.
    """

    lane: int
    first: Event
    last: Event
    kind: str


def bars(timeline: Timeline) -> tuple[Bar, ...]:
    """The bars, those that lie on top of others last."""
    order = [event for row in timeline.rows for event in timeline.at(row.number)]
    lanes = range(len(timeline.lanes))
    owners = [lane for lane in lanes if timeline.lanes[lane].kind == "owner"]
    borrows = [
        bar for lane in lanes if lane not in owners for bar in _borrow_bar(timeline, lane, order)
    ]
    borrowed = [*_owner_bars(0, order, borrows), *borrows]  # a picture's borrows are of lane 0
    others = [bar for lane in owners if lane for bar in _owner_bars(lane, order, [])]
    return (*borrowed, *others)


def _borrow_bar(timeline: Timeline, lane: int, order: list[Event]) -> list[Bar]:
    """A borrow lives until its last use, and at least until the line of the error."""
    own = [event for event in order if event.lane == lane]
    start = next((event for event in own if event.act in BORROWS), None)
    if start is None:
        return []
    if timeline.code:
        own = [e for e in order if e.lane == lane or (e.lane == 0 and e.act in _ERRORS)]
    last = max(own, key=order.index)
    return [Bar(lane, start, last, timeline.lanes[lane].kind)] if last != start else []


def _owner_bars(lane: int, order: list[Event], borrows: list[Bar]) -> list[Bar]:
    own = [event for event in order if event.lane == lane and event.act is not Act.DETAIL]
    known = sorted([*own, *(e for bar in borrows for e in (bar.first, bar.last))], key=order.index)
    if not known:
        return []
    end = next((event for event in own if event.act in _ENDS), known[-1])
    found = [Bar(lane, known[0], end, "own")]
    found += [
        Bar(lane, bar.first, min(bar.last, end, key=order.index), "borrowed") for bar in borrows
    ]
    if own and end.act in _ENDS:
        found.append(Bar(lane, end, own[-1], "gone"))
    return [bar for bar in found if bar.first != bar.last]
