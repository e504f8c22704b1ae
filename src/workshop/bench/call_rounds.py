"""Measure every row in a process of its own, in several rounds, and the memory of objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workshop.base.errors import EnvironmentBroken
from workshop.bench import running
from workshop.bench.building import LeftOut
from workshop.bench.call_making import CallBuilder
from workshop.bench.call_report import described
from workshop.bench.call_rows import CLASSES, MADE, MUTEX, PYTHON, ROWS, RUST, Code, Row
from workshop.bench.call_tasks import SAMPLE
from workshop.bench.measure import human_nanoseconds
from workshop.bench.progress import Progress
from workshop.bench.timing import ENOUGH, Timing

_DROPPED = "for number in range(count):\n    Account(float(number))"
_BANK = """\
bank = Bank()
for number in range(count):
    bank.open(float(number)).close()
assert bank.remove_closed() == count
assert len(bank) == 0"""
_GROWTH: Mapping[str, tuple[Code, str, str]] = {
    "python": (PYTHON, _DROPPED, "objects"),
    "rust": (RUST, _DROPPED, "objects"),
    "rust_mutex": (MUTEX, _DROPPED, "objects"),
    "bank": (MUTEX, _BANK, "bank"),
}
"""What each round does, and which number of objects it makes."""
_DIFFER, _AT_LEAST = 0.1, 1.0
"""How far apart the two fastest rounds may be: a share of the time, and nanoseconds."""
_SECONDS = 20.0


@dataclass(frozen=True)
class Amounts:
    """How much is measured; tests measure less."""

    rounds: int = 7
    sample: float = SAMPLE
    enough: float = ENOUGH / 3
    objects: int = 1_000_000
    bank: int = 100_000
    times: int = 6

    @property
    def children(self) -> int:
        """How many measurements there are at most."""
        return self.rounds * len(ROWS) + len(MADE) + len(_GROWTH)


AMOUNTS = Amounts()
"""What a learner's run measures."""


@dataclass
class Rounds:
    """What was measured: by row, one number of each round."""

    builder: CallBuilder
    progress: Progress
    amounts: Amounts
    modules: dict[Code, dict[str, str]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    ns: dict[str, list[float]] = field(default_factory=dict)
    loop_ns: float = 0.0
    timings: dict[str, Timing] = field(default_factory=dict)

    def make(self) -> None:
        """Build what the rows need; what is missing here is left out, with the reason."""
        missing = dict[Code, str]()
        for id, row in ROWS.items():
            if row.code not in self.modules and row.code not in missing:
                try:
                    self.modules[row.code] = self.builder.make(row.code)
                except LeftOut as error:
                    missing[row.code] = str(error)
            if row.code in missing:
                self.left_out[id] = missing[row.code]

    @property
    def measured(self) -> list[str]:
        """The rows that can be measured here."""
        return [id for id in ROWS if id not in self.left_out]

    def run(self) -> None:
        """Measure all rows once, then all of them again: a slow moment hits a row in one round."""
        for number in range(1, self.amounts.rounds + 1):
            for row in ROWS.values():
                if row.id not in self.left_out:
                    self.progress.doing(f"round {number}: {described(row)} …")
                    self._measure(row)
                self.progress.add()
            self.progress.note(f"round {number} of {self.amounts.rounds} is done")

    def _measure(self, row: Row) -> None:
        order = {
            "task": "call",
            "of": described(row),
            "setup": row.setup,
            "statement": row.statement,
            "check": row.check,
            "items": row.items,
            "sample": self.amounts.sample,
            "enough": self.amounts.enough,
        }
        answer = self._ask(order, row.code)
        times = self.ns.setdefault(row.id, [])
        times.append(answer["ns"])
        if answer["ns"] == min(times):
            self.timings[row.id] = Timing(answer["wall"], answer["cpu"])
        self.loop_ns = max(self.loop_ns, answer["loop_ns"])

    def memory(self) -> dict[str, Any]:
        """The bytes of one object, and how much the process has grown after several rounds."""
        amounts = self.amounts
        counts = {"objects": amounts.objects, "bank": amounts.bank}
        sizes, growth = dict[str, int](), dict[str, float]()
        for way in MADE:
            label, code, name = CLASSES[way]
            order = {"task": "size", "of": label, "make": f"{name}(balance)"}
            answer = self._ask({**order, "count": counts["objects"]}, code)
            sizes[way] = round(answer["bytes"])
            self.progress.add()
        for way, (code, text, count) in _GROWTH.items():
            self.progress.doing(f"memory after {amounts.times} rounds: {way} …")
            order = {"task": "growth", "of": f"memory: {way}", "round": text}
            answer = self._ask({**order, "count": counts[count], "rounds": amounts.times}, code)
            growth[way] = answer["mib"]
            self.progress.add()
        return {
            **counts,
            "rounds": amounts.times,
            "bytes_per_object": sizes,
            "growth_mib": growth,
        }

    def _ask(self, order: dict[str, Any], code: Code) -> dict[str, Any]:
        order["module"] = self.modules[code]
        folder: Path = self.builder.folder
        return running.run_child(order, folder, threads=1, seconds=_SECONDS, guests=None)

    @property
    def signs(self) -> list[str]:
        """The rows whose fastest time was not seen again in another round."""
        found = list[str]()
        for id, times in self.ns.items():
            least, *others = sorted(times)
            if others and others[0] - least > max(_DIFFER * least, _AT_LEAST):
                fast, slow = human_nanoseconds(least), human_nanoseconds(others[0])
                said = f"{fast} ns in one round, {slow} ns or more in the others"
                found.append(f"{described(ROWS[id])}: {said}.")
        return found


def by_group(values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What is known by row, by group and then by way, in the order of the rows."""
    found = dict[str, dict[str, Any]]()
    for row in ROWS.values():
        if row.id in values:
            found.setdefault(row.group, {})[row.way] = values[row.id]
    return found


def nothing_below_zero(ns: Mapping[str, float]) -> None:
    """Raise if a row was faster than the empty loop: then the clock was no help."""
    if wrong := [described(ROWS[id]) for id, value in ns.items() if value <= 0]:
        raise EnvironmentBroken(f"{wrong[0]}: the clock of this machine can't time this.")
