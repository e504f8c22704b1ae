"""What a terminal shows of a benchmark: a table, what was left out, and whether to believe it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workshop.bench.measure import human_time
from workshop.bench.plan import A_CALL_TAKES
from workshop.bench.running import all_cores
from workshop.bench.steps import STEPS
from workshop.bench.tables import aligned, plain, signs_as_text


def as_text(facts: Mapping[str, Any]) -> str:
    """Everything that was found, as lines for a terminal."""
    parts = [_table(facts), *_further(facts), _missing(facts), signs_as_text(facts)]
    return "\n\n".join(part for part in parts if part)


def per_pair(seconds: float, n: int) -> float:
    """Nanoseconds for each pair of n points and n references."""
    return seconds / n**2 * 1e9


def _table(facts: Mapping[str, Any]) -> str:
    sizes = sorted({int(n) for row in facts["seconds"].values() for n in row})
    head = ["step", *(f"n = {n:,}" for n in sizes), "ns per pair", "peak memory", "threads"]
    rows = [head]
    for id, label in facts["labels"].items():
        seconds = facts["seconds"][id]
        times = [human_time(seconds[str(n)]) if str(n) in seconds else "-" for n in sizes]
        last = max(map(int, seconds))
        pair = f"{per_pair(seconds[str(last)], last):.3g}" if STEPS[id].every_pair else "-"
        peak = f"{facts['peak_mib'][id]:,.1f} MiB" if id in facts["peak_mib"] else "-"
        threads = all_cores() if STEPS[id].parallel else 1
        rows.append([plain(label), *times, pair, peak, str(threads)])
    return aligned(rows)


def _further(facts: Mapping[str, Any]) -> list[str]:
    found = list[str]()
    if threads := facts.get("threads"):
        rows = [["threads", "wall time", "CPU time"]]
        rows += [
            [count, human_time(wall), human_time(threads["cpu"][count])]
            for count, wall in threads["wall"].items()
        ]
        found.append(f"{facts['labels']['parallel']}, n = {threads['n']:,}\n{aligned(rows)}")
    if way := facts.get("conversion"):
        found.append(
            f"{way['points']:,} points and one reference: making the tuples takes "
            f"{human_time(way['making_the_tuples'])}, a call with lists "
            f"{human_time(way['call_with_one_reference'])}, a call with arrays "
            f"{human_time(way['arrays_call_with_one_reference'])}; copying the coordinates takes "
            f"{human_time(way['copy_of_coordinates'])}."
        )
    if ticks := facts.get("ticks"):
        found.append(
            "Another Python thread ticked "
            f"{ticks['parallel']} times during a call of {human_time(ticks['parallel_seconds'])}, "
            f"and {ticks['detach']} times during a detached one of "
            f"{human_time(ticks['detach_seconds'])}."
        )
    if limit := facts.get("limit"):
        found.append(
            f"This CPU needs at least {limit['ns_per_pair']:.2g} ns for the "
            f"{limit['operations_per_pair']} operations of a pair."
        )
    return found


def _missing(facts: Mapping[str, Any]) -> str:
    lines = [f"Left out: {plain(STEPS[id].label)}. {why}" for id, why in facts["left_out"].items()]
    late = dict[str, list[str]]()
    for id, sizes in facts["skipped"].items():
        for n, why in sizes.items():
            label, seconds = plain(STEPS[id].label), why.removeprefix(A_CALL_TAKES).strip()
            if seconds == why:
                lines.append(f"Skipped at n = {int(n):,}: {label}, because {why}.")
            else:
                late.setdefault(n, []).append(f"{label} ({seconds})")
    lines += [
        f"Skipped at n = {int(n):,} for lack of time, with what a call would take: "
        f"{', '.join(labels)}. `--minutes` gives more."
        for n, labels in late.items()
    ]
    return "\n".join(lines)
