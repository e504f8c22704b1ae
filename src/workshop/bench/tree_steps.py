"""The steps that `bench trees` compares, with the settings that are tried for each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from workshop.bench.steps import STEPS, Script, Solution, Step

Settings = dict[str, bool | int]
"""Arguments by name."""

_LEAFSIZE, _LEAFSIZES = 16, (8, 32)
_ALL = (
    Step(
        "scipy_best",
        "SciPy's k-d tree, best settings",
        Script("nearest_scipy.py", "nearest_distances"),
        parallel=True,
        every_pair=False,
    ),
    Step(
        "pykdtree",
        "pykdtree",
        Script("nearest_pykdtree.py", "nearest_distances", "pykdtree"),
        parallel=True,
        every_pair=False,
    ),
    Step("tree", "our k-d tree", Solution("distances-tree"), parallel=True, every_pair=False),
    Step("kiddo", "the crate kiddo", Solution("distances-crate"), parallel=True, every_pair=False),
)
TREES = {step.id: step for step in _ALL}
"""By id, in the order in which they are shown."""
BRUTE_FORCE = STEPS["detach"]
"""What looks at every pair, on all cores."""
MEASURED = {**TREES, BRUTE_FORCE.id: BRUTE_FORCE}
SLOPES = (BRUTE_FORCE.id, "scipy_best", "tree")
"""The steps whose time is shown over the number of points."""
OURS, OTHERS = "tree", ("scipy_best", "pykdtree")
"""The ratio is the time of the faster of the others, divided by ours."""


@dataclass(frozen=True, order=True)
class Problem:
    """So many points and references in a data set of so many dimensions."""

    n: int
    data: str = "uniform"
    dimension: int = 2

    def __str__(self) -> str:
        return f"{self.data}, {self.dimension}-D, n = {self.n:,}"


def settings_of(id: str) -> list[Settings]:
    """The settings to try; a step without any has one way to be called."""
    return list(_SETTINGS.get(id, [{}]))


def variants_of(id: str) -> list[Settings]:
    """What is also tried in the most promising of the settings."""
    return [{"leafsize": size} for size in _LEAFSIZES] if id in _SETTINGS else []


_SETTINGS: dict[str, list[Settings]] = {
    "scipy_best": [
        {"balanced_tree": balanced, "compact_nodes": compact, "leafsize": _LEAFSIZE}
        for balanced, compact in product((True, False), (True, False))
    ],
    "pykdtree": [{"leafsize": _LEAFSIZE}],
}
