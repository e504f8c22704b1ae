"""Measure each tree on each problem in a process of its own, and compare what they return."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from workshop.bench import running
from workshop.bench.agreement import must_agree
from workshop.bench.datasets import DATASETS
from workshop.bench.making import Function, Workbench
from workshop.bench.measure import human_time
from workshop.bench.progress import Progress
from workshop.bench.steps import Step
from workshop.bench.tables import plain
from workshop.bench.tree_steps import (
    BRUTE_FORCE,
    MEASURED,
    OTHERS,
    OURS,
    SLOPES,
    TREES,
    Problem,
    settings_of,
    variants_of,
)

DIMENSIONS = (2, 3)
_BUSY = 0.15
"""The share of all cores that other programs may use during the calls."""
_FINISHED = 30.0
"""Seconds that the calls with 100,000 points take at most, all settings together."""


@dataclass(frozen=True)
class Amounts:
    """How much is measured; tests measure less."""

    sizes: tuple[int, ...] = (100_000,)
    slopes: tuple[int, ...] = (1_000, 3_000, 10_000, 30_000, 100_000)
    most_for_brute_force: int = 100_000
    enough: float = 0.5

    @property
    def problems(self) -> list[Problem]:
        """The rows of the table."""
        return [
            Problem(n, data, dimension)
            for n, data, dimension in product(self.sizes, DATASETS, DIMENSIONS)
        ]


AMOUNTS = Amounts()
"""What a learner's run measures."""
ALL = Amounts(
    sizes=(100_000, 1_000_000),
    slopes=(*AMOUNTS.slopes, 300_000, 1_000_000),
)
"""What the pages show."""


@dataclass
class Trees:
    """What was measured: by problem, and then by step."""

    workbench: Workbench
    progress: Progress
    amounts: Amounts
    functions: dict[str, Function] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    answers: dict[Problem, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def make(self) -> None:
        """Build what the steps need; what is missing here is left out, with the reason."""
        self.functions, self.left_out = self.workbench.make_all(MEASURED.values())

    @property
    def children(self) -> int:
        """How many measurements there are, of what could be made."""
        rows = len(self.amounts.problems) * len(TREES.keys() & self.functions.keys())
        return rows + len(self.amounts.slopes) * len(set(SLOPES) & self.functions.keys())

    def run(self) -> None:
        """Measure the rows of the table, and then what else the picture of the slopes shows."""
        for problem in self.amounts.problems:
            self._measure(problem, [id for id in TREES if id in self.functions])
            if problem != Problem(problem.n):  # which the picture shows, too
                for id in self.functions:
                    self._result(problem, id).unlink(missing_ok=True)
        for n in self.amounts.slopes:
            self._measure(Problem(n), [id for id in SLOPES if id in self.functions])

    def _measure(self, problem: Problem, ids: list[str]) -> None:
        """Measure the steps that were not measured on this problem yet."""
        known = self.answers.setdefault(problem, {})
        first: tuple[Step, Path] | None = None
        for id in ids:
            step, result = MEASURED[id], self._result(problem, id)
            too_many = id == BRUTE_FORCE.id and problem.n > self.amounts.most_for_brute_force
            if id not in known and not too_many:
                self.progress.doing(f"{problem} · {plain(step.label)} …")
                known[id] = self._ask(problem, step, result)
                time = human_time(known[id]["wall"])
                self.progress.note(f"{problem} · {plain(step.label)}: {time}")
            self.progress.add()
            if result.is_file():
                first = first or (step, result)
                must_agree(first, (step, result), str(problem))

    def _result(self, problem: Problem, id: str) -> Path:
        return self.workbench.folder / f"{problem.data}-{problem.dimension}-{problem.n}-{id}.npy"

    def _ask(self, problem: Problem, step: Step, result: Path) -> dict[str, Any]:
        function, threads = self.functions[step.id], running.all_cores()
        order = {
            "task": "best",
            "of": f"{step.label}, {problem}",
            "function": asdict(function),
            "settings": settings_of(step.id),
            "variants": variants_of(step.id),
            **asdict(problem),
            "enough": self.amounts.enough,
            "result": str(result),
        }
        return running.run_child(
            order,
            self.workbench.folder,
            threads=threads,
            seconds=_FINISHED * max(problem.n / 100_000, 1.0),
            guests=self.workbench.guests if function.package else None,
            openmp=threads if function.package else 1,
        )

    def by_problem(self, key: str) -> dict[str, Any]:
        """One number of each answer: by data set, dimension, size, and step."""
        return nested({
            (problem.data, problem.dimension, problem.n, id): answer[key]
            for problem, answers in self._rows()
            for id, answer in answers.items()
            if id in TREES
        })  # fmt: skip

    @property
    def settings(self) -> dict[str, Any]:
        """With which settings SciPy's tree was the fastest, by data set, dimension and size."""
        return nested({
            (problem.data, problem.dimension, problem.n): answers["scipy_best"]["settings"]
            for problem, answers in self._rows()
            if "scipy_best" in answers
        })  # fmt: skip

    @property
    def ratios(self) -> dict[Problem, float]:
        """How many times faster our tree is than the faster of the others."""
        found = dict[Problem, float]()
        for problem, answers in self._rows():
            others = [answers[id]["wall"] for id in OTHERS if id in answers]
            if others and OURS in answers:
                found[problem] = min(others) / answers[OURS]["wall"]
        return found

    @property
    def slopes(self) -> dict[str, dict[int, float]]:
        """The time over the number of points, by step."""
        found: dict[str, dict[int, float]] = {id: {} for id in SLOPES if id in self.functions}
        for n in self.amounts.slopes:
            for id, times in found.items():
                if id in (answers := self.answers[Problem(n)]):
                    times[n] = answers[id]["wall"]
        return found

    @property
    def signs(self) -> list[str]:
        """During which calls other programs used more than they may."""
        cores = running.all_cores()
        return [
            f"{problem}, {MEASURED[id].label}: other programs used "
            f"{answer['others']:.1f} of {cores} cores."
            for problem, answers in self.answers.items()
            for id, answer in answers.items()
            if answer["others"] > _BUSY * cores
        ]

    def _rows(self) -> Iterator[tuple[Problem, dict[str, dict[str, Any]]]]:
        for problem in self.amounts.problems:
            yield problem, self.answers.get(problem, {})


def nested(values: Mapping[tuple[object, ...], Any]) -> dict[str, Any]:
    """The values below the parts of their keys, as JSON has them."""
    found: dict[str, Any] = {}
    for keys, value in values.items():
        *above, last = map(str, keys)
        inner = found
        for key in above:
            inner = inner.setdefault(key, {})
        inner[last] = value
    return found
