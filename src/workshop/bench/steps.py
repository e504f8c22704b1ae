"""The steps that `bench distances` compares: each has one id, one label and one code.

Another step, such as a tree, joins with a line here; the pages and figures quote it by its id.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Script:
    """A function of a Python file in `lessons/code/distances/`, and the package that it needs."""

    file: str
    function: str
    package: str | None = None


@dataclass(frozen=True)
class Solution:
    """The function `nearest_distances` of an exercise's solution."""

    exercise: str
    release: bool = True


@dataclass(frozen=True)
class Loops:
    """A function of the crate `lessons/code/distances/loops/`; `native`: for this CPU only."""

    function: str
    native: bool = False


@dataclass(frozen=True)
class Foreign:
    """A file in `lessons/code/distances/` that another compiler makes a library of."""

    compiler: str
    file: str


Source = Script | Solution | Loops | Foreign


@dataclass(frozen=True)
class Step:
    """One way to compute the distances.

    `lists`: it takes lists of tuples instead of arrays. `parallel`: on all cores. `bytes_per_pair`:
    what it holds in memory for each pair. `every_pair`: it looks at all of them, as no tree does.
    `story`: the page's ladder has it, from slow to fast; `loop`: it is compared as a compiled loop
    on one thread.
    """

    id: str
    label: str
    source: Source
    lists: bool = False
    parallel: bool = False
    bytes_per_pair: int = 0
    every_pair: bool = True
    story: bool = False
    loop: bool = False


_PYTHON = "nearest.py"
_ALL = (
    Step("python", "plain Python", Script(_PYTHON, "nearest_distances"), lists=True, story=True),
    Step(
        "numpy_broadcast",
        "NumPy, one broadcast",
        Script(_PYTHON, "nearest_broadcast"),
        bytes_per_pair=40,
        story=True,
    ),
    Step("numpy_columns", "NumPy, by column", Script(_PYTHON, "nearest_numpy"), story=True),
    Step(
        "scipy", "SciPy's k-d tree", Script(_PYTHON, "nearest_tree"), story=True, every_pair=False
    ),
    Step(
        "lists_debug",
        "Rust on lists, debug build",
        Solution("distances-lists", release=False),
        lists=True,
        story=True,
    ),
    Step("lists", "Rust on lists", Solution("distances-lists"), lists=True, story=True, loop=True),
    Step("arrays", "Rust, arrays in place", Solution("distances-arrays"), story=True, loop=True),
    Step("inner_loop", "Rust, inner loop", Solution("distances-inner-loop"), story=True, loop=True),
    Step("parallel", "Rust, all cores", Solution("distances-parallel"), parallel=True, story=True),
    Step("detach", "Rust, all cores, detached", Solution("distances-detach"), parallel=True),
    Step("minimum_method", "Rust, `m = m.min(d)`", Loops("minimum_method"), loop=True),
    Step("minimum_if", "Rust, `if d < m`", Loops("minimum_if"), loop=True),
    Step("minimum_fold", "Rust, `fold` with `f64::min`", Loops("minimum_fold"), loop=True),
    Step("columns", "columns, any CPU", Loops("columns"), loop=True),
    Step("columns_native", "columns, native CPU", Loops("columns", native=True), loop=True),
    Step("numba", "numba", Script("nearest_numba.py", "nearest_distances", "numba"), loop=True),
    Step("c", "C, gcc -O3", Foreign("gcc", "nearest.c"), loop=True),
    Step("fortran", "Fortran, gfortran -O3", Foreign("gfortran", "nearest.f90"), loop=True),
)
STEPS = {step.id: step for step in _ALL}
"""By id, in the order in which they are shown."""
