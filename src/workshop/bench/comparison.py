"""Measure each step at each size in a process of its own, and compare what they return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from workshop.base.errors import UsageError
from workshop.bench import running
from workshop.bench.agreement import must_agree
from workshop.bench.making import Function, Workbench
from workshop.bench.measure import human_time
from workshop.bench.plan import Budget, too_large, too_slow
from workshop.bench.progress import Progress
from workshop.bench.request import Request
from workshop.bench.steps import STEPS, Step
from workshop.bench.tables import plain
from workshop.bench.timing import ENOUGH, Timing, cost, predict

_PILOT = 1_000
"""A size at which each step is quick: where the first one is larger, this predicts its times."""


@dataclass
class Comparison:
    """What was measured: by step, and then by size."""

    request: Request
    workbench: Workbench
    progress: Progress
    budget: Budget
    reserve: float
    """Seconds to be left for what is measured after the steps."""
    functions: dict[str, Function] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, dict[int, str]] = field(default_factory=dict)
    timings: dict[str, dict[int, Timing]] = field(default_factory=dict)
    peak_mib: dict[str, float] = field(default_factory=dict)
    _known: dict[str, tuple[int, float]] = field(default_factory=dict)

    def make(self) -> None:
        """Build what the steps need; what is missing here is left out, with the reason."""
        steps = [STEPS[id] for id in self.request.steps]
        self.functions, self.left_out = self.workbench.make_all(steps)

    def run(self) -> None:
        """Measure at all sizes, the smallest first."""
        sizes = self.request.sizes
        if sizes[0] > _PILOT:
            self._run_size(_PILOT, keep=False)
        for n in sizes:
            self._run_size(n, keep=True)
        if not self.timings:
            [why, *_] = [reason for skips in self.skipped.values() for reason in skips.values()]
            raise UsageError(
                f"Nothing was measured: {why}. Choose a smaller `--n`, or more `--minutes`."
            )

    def _run_size(self, n: int, *, keep: bool) -> None:
        steps = self._fitting(n, keep=keep)
        first: tuple[Step, Path] | None = None
        for step in steps:
            self.progress.doing(f"n = {n:,} · {plain(step.label)} …")
            answer, result = self._measure(step, n)
            first = first or (step, result)
            must_agree(first, (step, result), f"n = {n:,}")
            timing = Timing(answer["wall"], answer["cpu"], self._threads(step))
            self._known[step.id] = n, timing.wall
            self.progress.add(keep)
            self.progress.note(f"n = {n:,} · {plain(step.label)}: {human_time(timing.wall)}")
            if keep:
                self.timings.setdefault(step.id, {})[n] = timing
            if n == self.request.sizes[-1]:
                self.peak_mib[step.id] = answer["peak_mib"]

    def _fitting(self, n: int, *, keep: bool) -> list[Step]:
        """The steps to be measured at this size; why the others are not is written down."""
        import psutil

        available = psutil.virtual_memory().available
        reasons = {id: too_large(STEPS[id], n, available) for id in self.functions}
        skipped = {id: reason for id, reason in reasons.items() if reason}
        known = {id: at for id, at in self._known.items() if id not in skipped}
        skipped |= too_slow(known, n, self.budget.left - self.reserve)
        if keep:
            for id, reason in skipped.items():
                self.skipped.setdefault(id, {})[n] = reason
            self.progress.add(len(skipped))
        return [STEPS[id] for id in self.functions if id not in skipped]

    def _measure(self, step: Step, n: int) -> tuple[dict[str, Any], Path]:
        size, seconds = self._known.get(step.id, (n, 0.0))
        predicted = predict(seconds, size, n)
        result = self.workbench.folder / f"{step.id}-{n}.npy"
        order = {
            "task": "time",
            "of": step.label,
            "function": asdict(self.functions[step.id]),
            "lists": step.lists,
            "data": self.request.data,
            "n": n,
            "predicted": predicted,
            "enough": ENOUGH if n == self.request.sizes[-1] else ENOUGH / 2,
            "result": str(result),
        }
        return self.ask(order, self._threads(step), cost(predicted)), result

    def ask(self, order: dict[str, Any], threads: int, seconds: float) -> dict[str, Any]:
        """What a child answers."""
        folder = self.workbench.folder
        guests = self.workbench.guests if order["function"]["package"] else None
        return running.run_child(order, folder, threads=threads, seconds=seconds, guests=guests)

    @staticmethod
    def _threads(step: Step) -> int:
        return running.all_cores() if step.parallel else 1


def labels(ids: Sequence[str]) -> dict[str, str]:
    """The labels of these steps, in the order in which they are shown."""
    return {id: step.label for id, step in STEPS.items() if id in ids}
