"""What a child of `bench calls` does: it times one row, or looks at the memory of objects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import repeat
from typing import Any

from workshop.base.errors import EnvironmentBroken
from workshop.bench.loading import load_module
from workshop.bench.memory import MIB, held
from workshop.bench.timing import Clocks, Timing, fastest

SAMPLE = 0.002
"""Seconds of one sample between two looks at the clock: a busy machine leaves some undisturbed."""
_FEW = 3
_COPIES = 10
"""How often a short statement is written into the loop, so that the loop itself hardly counts."""
_LONG = 100
"""From so many amounts on, the statement is written once: its own loop is what is measured."""
_TEMPLATE = """
def sample(times, clocks, Timing):
{setup}
    cpu, wall = clocks.cpu(), clocks.wall()
    for _ in times:
{statement}
    return Timing(clocks.wall() - wall, clocks.cpu() - cpu)
"""

Sample = Callable[[int], Timing]


def time_row(order: Mapping[str, Any]) -> dict[str, float]:
    """Nanoseconds of one call, or of one amount of a batch, without the loop around it."""
    items = order["items"]
    names = _names(order, amounts=items)
    _must_be_right(order, names)
    copies = 1 if items >= _LONG else _COPIES
    sample = compiled(order["setup"], [order["statement"]] * copies, names)
    count = enough_calls(sample, order["sample"])
    timing = fastest(lambda: sample(count), order["enough"])
    empty = fastest(lambda: _EMPTY(count), order["enough"] / 10)
    per_round = 1e9 / count
    calls = copies * items
    return {
        "ns": (timing.wall - empty.wall) * per_round / calls,
        "loop_ns": empty.wall * per_round / calls,
        "wall": timing.wall,
        "cpu": timing.cpu,
    }


def compiled(setup: str, statements: list[str], names: dict[str, Any]) -> Sample:
    """A function that runs the setup, and then times so many rounds of the statements."""
    source = _TEMPLATE.format(
        setup=_indented(setup, 4), statement="\n".join(_indented(text, 8) for text in statements)
    )
    exec(source, names)  # noqa: S102 - the text of a row
    sample, clocks = names["sample"], Clocks()

    def take(count: int) -> Timing:
        found: Timing = sample(repeat(None, count), clocks, Timing)
        return found

    return take


def enough_calls(sample: Sample, seconds: float) -> int:
    """How many rounds take about so many seconds; it also warms them up."""
    count = 1
    while (wall := min(sample(count).wall for _ in range(_FEW))) < seconds:
        count *= 2 if wall > seconds / 10 else 10
    return count


def size_of_objects(order: Mapping[str, Any]) -> dict[str, float]:
    """The bytes that this process holds more for each of many objects, all alive."""
    names, count = _names(order), order["count"]
    make = eval(f"lambda balance: {order['make']}", names)  # noqa: S307 - the text of a row
    objects: list[object] = [None] * count
    before = held()
    for number in range(count):
        objects[number] = make(float(number))
    return {"bytes": (held() - before) / count}


def growth_after_rounds(order: Mapping[str, Any]) -> dict[str, float]:
    """The MiB that this process holds more after the last round than after the second one."""
    names = _names(order)
    names["count"] = order["count"]
    exec(f"def once():\n{_indented(order['round'], 4)}", names)  # noqa: S102 - the text of a row
    sizes = list[int]()
    for _ in range(order["rounds"]):
        names["once"]()
        sizes.append(held())
    return {"mib": (sizes[-1] - sizes[1]) / MIB}


def _names(order: Mapping[str, Any], amounts: int = 0) -> dict[str, Any]:
    """What a row's code finds: the names of its module, and amounts whose sums are exact."""
    names = dict(vars(load_module(order["module"])))
    names["amounts"] = [0.25 * (number % 8 + 1) for number in range(amounts)]
    return names


def _must_be_right(order: Mapping[str, Any], names: Mapping[str, Any]) -> None:
    """Run the row once, and look at what it did: only what works is timed."""
    scope = dict(names)
    exec(f"{order['setup']}\n{order['statement']}", scope)  # noqa: S102 - the text of a row
    if not eval(order["check"], scope):  # noqa: S307
        raise EnvironmentBroken(f"after `{order['statement']}`, `{order['check']}` is not true")


def _indented(text: str, spaces: int) -> str:
    return "\n".join(" " * spaces + line for line in text.splitlines())


_EMPTY = compiled("", ["pass"], {})
