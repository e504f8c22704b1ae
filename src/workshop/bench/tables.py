"""What was measured, as a table: in Markdown for a page, or aligned for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workshop.bench.measure import human_nanoseconds, human_time

_SIGNS = 4
BUSY = "This machine is too busy to believe the numbers. Close other programs, and measure again:"


def measured_table(facts: Mapping[str, Any], rows: Sequence[str] = ()) -> str:
    """A Markdown table of `seconds` or `ns`, with what they were measured on below it.

    `rows` are the names to show, in this order; without any, all that have a label are shown.
    """
    lines = _table_of_calls(facts, rows) if "ns" in facts else _table_of_sizes(facts, rows)
    return "\n".join([*lines, "", measured_on(facts)])


def measured_on(facts: Mapping[str, Any]) -> str:
    """What was measured, when, on which machine, and with which versions."""
    names = ", ".join(f"{name} {number}" for name, number in facts["versions"].items())
    source = (
        f"Measured on {facts['date']}: {machine_of(facts)}; {names}; with `{facts['command']}`."
    )
    return f"{facts['unit']}. {source}"


def machine_of(facts: Mapping[str, Any]) -> str:
    """The machine of a measurement, in words."""
    machine = facts["machine"]
    return f"{machine['processor']}, {machine['cores']} cores, {machine['system']}"


def cells(texts: Sequence[str]) -> str:
    """A row of a table in Markdown."""
    return f"| {' | '.join(texts)} |"


def _table_of_sizes(facts: Mapping[str, Any], rows: Sequence[str]) -> list[str]:
    """The `seconds` of each step, with a column for each size."""
    rows = rows or list(facts["labels"])
    sizes = sorted({int(size) for name in rows for size in facts["seconds"][name]})
    lines = [cells(["way", *(f"n = {size:,}" for size in sizes)])]
    lines.append("|---" + "|---:" * len(sizes) + "|")
    for name in rows:
        label, row = facts["labels"][name], facts["seconds"][name]
        times = [human_time(row[str(size)]) if str(size) in row else "" for size in sizes]
        lines.append(cells([label, *times]))
    return lines


def _table_of_calls(facts: Mapping[str, Any], rows: Sequence[str]) -> list[str]:
    """The `ns` of each way, such as `deposit.rust`; a group stands for all of its ways."""
    lines, last = ["| what | way | time |", "|---|---|---:|"], None
    for row in rows or list(facts["groups"]):
        group, _, chosen = row.partition(".")
        for way in [chosen] if chosen else facts["labels"][group]:
            what, last = facts["groups"][group] if group != last else "", group
            time = f"{human_nanoseconds(facts['ns'][group][way])} ns"
            lines.append(f"| {what} | {facts['labels'][group][way]} | {time} |")
    return lines


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Columns below each other: the first to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def plain(label: str) -> str:
    """A label without the marks of code."""
    return label.replace("`", "")


def signs_as_text(facts: Mapping[str, Any]) -> str:
    """Why the numbers can't be believed, or nothing."""
    signs = facts["load"]["signs"]
    lines = [BUSY, *(f"- {plain(sign)}" for sign in signs[:_SIGNS])]
    if more := len(signs) - _SIGNS:
        lines += [f"- … and {more} more signs of that."] if more > 0 else []
    return "\n".join(lines) if signs else ""
