"""What a terminal shows of `bench calls`: the table, memory, what was left out, and the load."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workshop.bench.call_rows import CLASSES, GROUPS, ROWS, Row
from workshop.bench.measure import human_nanoseconds
from workshop.bench.tables import aligned, plain, signs_as_text


def as_text(facts: Mapping[str, Any]) -> str:
    """Everything that was found, as lines for a terminal."""
    parts = [_table(facts), _memory(facts["memory"]), _missing(facts), signs_as_text(facts)]
    return "\n\n".join(part for part in parts if part)


def described(row: Row) -> str:
    """A row in words."""
    return plain(f"{GROUPS[row.group]}: {row.label}")


def _table(facts: Mapping[str, Any]) -> str:
    """Each way below what it does, with its time, and how many nanoseconds each round found."""
    rows = [["", "ns", "rounds"]]
    for group, what in facts["groups"].items():
        rows.append([what, "", ""])
        for way, label in facts["labels"][group].items():
            every = " ".join(human_nanoseconds(value) for value in facts["rounds"][group][way])
            rows.append([f"  {plain(label)}", human_nanoseconds(facts["ns"][group][way]), every])
    return aligned(rows)


def _memory(memory: Mapping[str, Any]) -> str:
    rows = [["memory of one object, with its balance", "bytes"]]
    rows += [[plain(CLASSES[way][0]), str(n)] for way, n in memory["bytes_per_object"].items()]
    growth = ", ".join(
        f"{plain(CLASSES[way][0]) if way in CLASSES else way} {max(mib, 0.0):.1f} MiB"
        for way, mib in memory["growth_mib"].items()
    )
    made = f"{memory['objects']:,} objects, or {memory['bank']:,} accounts of a bank"
    return (
        f"{aligned(rows)}\n\n"
        f"Growth from round 2 to round {memory['rounds']}, each with {made}, all freed: {growth}."
    )


def _missing(facts: Mapping[str, Any]) -> str:
    left_out = facts["left_out"].items()
    return "\n".join(f"Left out: {described(ROWS[id])}. {why}" for id, why in left_out)
