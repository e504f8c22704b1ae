"""What was measured of the trees: for a terminal, and as a table of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workshop.bench.measure import human_ratio, human_time
from workshop.bench.tables import aligned, cells, measured_on, plain, signs_as_text
from workshop.bench.tree_steps import MEASURED, OTHERS, TREES

_HEADS = {
    "scipy_best": "SciPy, best settings",
    "pykdtree": "pykdtree",
    "tree": "our tree",
    "kiddo": "kiddo",
}


_SHORT = {"scipy_best": "SciPy", "pykdtree": "pykdtree", "tree": "ours", "kiddo": "kiddo"}
"""The same, for a narrow terminal."""


@dataclass(frozen=True)
class Row:
    """One problem: its words, the time of each step, and how many times as fast our tree is."""

    id: str
    data: str
    dimension: str
    n: str
    seconds: Mapping[str, float]
    build: Mapping[str, float]
    ratio: float | None

    @property
    def short(self) -> list[str]:
        """The same for a narrow terminal."""
        return [self.id, f"{self.dimension}-D", f"{int(self.n):,}"]

    @property
    def problem(self) -> list[str]:
        """The cells that say what was measured."""
        return [self.data, self.dimension, f"{int(self.n):,}"]


def rows(facts: Mapping[str, Any]) -> Iterator[Row]:
    """The problems in the order in which a table shows them: by size last."""
    for data, dimensions in facts["seconds"].items():
        for dimension, sizes in dimensions.items():
            for n, seconds in sizes.items():
                ratio = facts["ratio"].get(data, {}).get(dimension, {}).get(n)
                build = facts["build"][data][dimension][n]
                yield Row(data, facts["data"][data], dimension, n, seconds, build, ratio)


def trees_table(facts: Mapping[str, Any]) -> str:
    """A Markdown table of all problems, with what they were measured on below it."""
    steps = _steps(facts)
    head = ["data set", "dimensions", "points", *(_HEADS[id] for id in steps), "times as fast"]
    lines = [cells(head), "|---" + "|---:" * (len(head) - 1) + "|"]
    for row in rows(facts):
        ratio = human_ratio(row.ratio) if row.ratio else ""
        lines.append(cells([*row.problem, *(_time(row.seconds, id) for id in steps), ratio]))
    return "\n".join([*lines, "", measured_on(facts)])


def as_text(facts: Mapping[str, Any]) -> str:
    """Everything that was found, as lines for a terminal."""
    parts = [
        _table(facts),
        _data(facts),
        _overall(facts),
        _builds(facts),
        _slopes(facts),
        _missing(facts),
        signs_as_text(facts),
    ]
    return "\n\n".join(part for part in parts if part)


def _table(facts: Mapping[str, Any]) -> str:
    steps = _steps(facts)
    found = [["build and search", "", "points", *(_SHORT[id] for id in steps), "times as fast"]]
    for row in rows(facts):
        ratio = "-" if row.ratio is None else human_ratio(row.ratio)
        found.append([*row.short, *(_time(row.seconds, id) or "-" for id in steps), ratio])
    return aligned(found)


def _data(facts: Mapping[str, Any]) -> str:
    """What the names of the data sets mean."""
    return "\n".join(f"{id}: {words}" for id, words in facts["data"].items())


def _overall(facts: Mapping[str, Any]) -> str:
    if "geometric_mean" not in facts:
        return ""
    others = [_HEADS[id].partition(",")[0] for id in OTHERS if id in _steps(facts)]
    rivals = others[0] if others[1:] == [] else f"the faster of {' and '.join(others)}"
    return (
        f"Times as fast: our k-d tree compared with {rivals}. "
        f"The geometric mean is {human_ratio(facts['geometric_mean'])}, "
        f"and the least is {human_ratio(facts['least_ratio'])}."
    )


def _builds(facts: Mapping[str, Any]) -> str:
    """The same calls with one point each, which is nearly all building."""
    steps = _steps(facts)
    found = [["build, one point", "", "references", *(_SHORT[id] for id in steps)]]
    found += [[*row.short, *(_time(row.build, id) or "-" for id in steps)] for row in rows(facts)]
    return aligned(found)


def _slopes(facts: Mapping[str, Any]) -> str:
    sizes = sorted({int(n) for row in facts["slopes"].values() for n in row})
    found = [["uniform, 2-D", *(f"n = {n:,}" for n in sizes)]]
    for id, row in facts["slopes"].items():
        times = [human_time(row[str(n)]) if str(n) in row else "-" for n in sizes]
        found.append([plain(facts["labels"][id]), *times])
    return aligned(found) if sizes else ""


def _missing(facts: Mapping[str, Any]) -> str:
    left_out = facts["left_out"].items()
    return "\n".join(f"Left out: {plain(MEASURED[id].label)}. {why}" for id, why in left_out)


def _steps(facts: Mapping[str, Any]) -> list[str]:
    return [id for id in facts["labels"] if id in TREES]


def _time(seconds: Mapping[str, float], id: str) -> str:
    return human_time(seconds[id]) if id in seconds else ""
