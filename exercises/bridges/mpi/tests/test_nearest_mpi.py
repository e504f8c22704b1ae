"""The tests of `bridges-mpi`: the shares, which need no MPI, then runs with 1, 2 and 4 ranks."""

import json
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from nearest_mpi import shares

FOLDER = Path(os.environ["WORKSHOP_FOLDER"])
RANKS = (1, 2, 4)
LONGEST = 20.0
"""Seconds for a run: a call that hangs is ended much earlier, by the ranks themselves."""
NOT_MPICH = {
    "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "OMPI_MCA_rmaps_base_oversubscribe": "1",
    "PRTE_ALLOW_RUN_AS_ROOT": "1",
    "PRTE_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "PRTE_MCA_rmaps_default_mapping_policy": ":oversubscribe",
}
"""What Open MPI needs to start more ranks than there are cores, also in a container."""
OF_THIS_PROCESS = re.compile(r"OMPI_(COMM|UNIVERSE|FILE|FIRST|NUM|APP)_.*|PMIX?_.*|RAYON_.*")
"""Variables that MPI has set when it was imported here: `mpiexec` must not find them."""


class Run:
    """What `ranks.py` wrote in one run: for each call and rank, what it returned or raised."""

    def __init__(self, ranks: int, folder: Path, status: int | None, printed: str) -> None:
        self.ranks, self.status, self.printed = ranks, status, printed
        self.lines = [_json_lines(folder / f"{rank}.jsonl") for rank in range(ranks)]
        self.waits = [_line_of_wait(folder / f"{rank}.txt") for rank in range(ranks)]

    def of(self, case: str) -> list[dict[str, Any]]:
        """What each rank did in this call; its test fails if a rank didn't come to the end."""
        ended = self.ended(case)
        if not ended:
            self._require_size()
            self.require(case)
            raise AssertionError(self.reason(case))
        return ended

    def require(self, case: str) -> None:
        """Skip the test of a call that no rank has begun."""
        if not any(x.get("begin") == case for lines in self.lines for x in lines):
            pytest.skip("an earlier call ended all ranks")

    def ended(self, case: str) -> list[dict[str, Any]]:
        """What each rank returned in this call; nothing unless all of them did."""
        found = [x for lines in self.lines for x in lines if x.get("end") == case and "found" in x]
        return found if len(found) == self.ranks else []

    def reason(self, case: str) -> str:
        """Why this call didn't come to its end on every rank."""
        for rank, lines in enumerate(self.lines):
            for facts in lines:
                if facts.get("end") == case and "raised" in facts:
                    return f"rank {rank}{_at(facts.get('line'))} raised {_short(facts)}"
        if any(line is not None for line in self.waits):
            does = [_waits(rank, line) for rank, line in enumerate(self.waits)]
            return f"The ranks wait forever: {', '.join(does)}"
        if re.search(r"Segmentation fault|Aborted|corrupt", self.printed):
            return "a rank crashed: MPI read or wrote beyond the end of an array"
        return f"the ranks ended with status {self.status}: {self.printed[-1000:]}"

    def _require_size(self) -> None:
        sizes = {lines[0]["size"] for lines in self.lines if lines}
        if sizes != {self.ranks}:
            text = f"{self.ranks} ranks were started, and they count {sorted(sizes)}: `mpiexec`"
            raise AssertionError(f"{text} and `mpi4py` need the same MPI. {self.printed[-1000:]}")


def _json_lines(file: Path) -> list[dict[str, Any]]:
    text = file.read_text() if file.exists() else ""
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def _line_of_wait(file: Path) -> int | None:
    """The line of the learner's file where a rank waited too long; 0 if it waited elsewhere."""
    text = file.read_text() if file.exists() else ""
    found = re.search(r'nearest_mpi\.py", line (\d+)', text)
    return int(found[1]) if found else 0 if text else None


def _at(number: int | None) -> str:
    """The place in words, and what stands there."""
    if not number:
        return ""
    line = (FOLDER / "nearest_mpi.py").read_text().splitlines()[number - 1].strip()
    return f" in line {number}, `{line}`,"


def _short(facts: dict[str, Any]) -> str:
    """An exception: MPI's own says in its first line what went wrong, and then where in MPI."""
    message = str(facts["message"])
    if facts["raised"] == "Exception":
        message = message.splitlines()[0].removesuffix(", error stack:")
    return f"{facts['raised']}: {message}"


def _waits(rank: int, line: int | None) -> str:
    return f"rank {rank}{_at(line).rstrip(',')}" if line else f"rank {rank} has returned"


def _mpiexec(ranks: int, *words: object) -> tuple[int | None, str, str]:
    """Run a program on so many ranks; the status is None if it had to be killed."""
    beside = Path(sys.executable).with_name("mpiexec")
    program = beside if beside.exists() else shutil.which("mpiexec")
    kept = {name: text for name, text in os.environ.items() if not OF_THIS_PROCESS.match(name)}
    path = os.pathsep.join([str(FOLDER), *(folder for folder in sys.path if folder)])
    with subprocess.Popen(
        [str(word) for word in (program, "-n", ranks, sys.executable, "-m", "mpi4py", *words)],
        env={**NOT_MPICH, **kept, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as child:
        try:
            output, errors = child.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            child.terminate()  # it ends its ranks
            try:
                output, errors = child.communicate(timeout=2)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                output, errors = child.communicate()
            return None, output, errors
    return child.returncode, output, errors


def _last_error(errors: str) -> str:
    """What a script raised, and in which line: of the first rank that did."""
    before, raised, _ = re.split(r"(?m)(^\S*(?:Error|Exception)\b.*$)|\Z", errors, maxsplit=1)
    lines = re.findall(r'nearest_mpi\.py", line (\d+)', before)
    place = _at(int(lines[-1])) if lines else ""
    return f"a rank{place} raised {raised}" if raised else errors[-1000:]


@cache
def runs() -> dict[int, Run]:
    """All runs at once, so that ranks that wait forever do so at the same time."""
    with ThreadPoolExecutor() as pool:
        return dict(zip(RANKS, pool.map(_run, RANKS), strict=True))


def _run(ranks: int) -> Run:
    with tempfile.TemporaryDirectory() as name:
        script = Path(__file__).with_name("ranks.py")
        status, output, errors = _mpiexec(ranks, script, name)
        return Run(ranks, Path(name), status, output + errors)


def named_by_the_exception(ranks: int, case: str) -> list[str]:
    """What the exception of a rank says: its type, the argument, and the row."""
    run = runs()[ranks]
    run.require(case)
    reason = "" if run.ended(case) else run.reason(case).partition("raised ")[2]
    return re.findall(r"^\w+|points|references|row \d+", reason)


def distances_on_rank_0(ranks: int, case: str) -> Any:
    return runs()[ranks].of(case)[0]["found"]


def points_computed_by_each_rank(ranks: int, case: str) -> list[int]:
    return [facts["computed"] for facts in runs()[ranks].of(case)]


def returned_by_the_other_ranks(ranks: int, case: str) -> list[Any]:
    return [facts["found"] for facts in runs()[ranks].of(case)[1:]]


def python_distances(n: int) -> list[float]:
    """Of the points in `ranks.py`."""
    references = [[-1.5, 2.0], [6.25, 5.5], [0.75, -8.0], [2.0, 0.125]]
    points = np.random.default_rng(n).normal(scale=4.0, size=(n, 2)).tolist()
    return [min(math.dist(p, r) for r in references) for p in points]


def rounded(distances: Any) -> Any:
    return [round(x, 6) for x in distances] if isinstance(distances, list) else distances


# The shares.


@pytest.mark.parametrize(("n", "size"), [(8, 4), (11, 4), (7, 2), (10, 3), (5, 1), (1001, 16)])
def test_shares_are_all_rows(n: int, size: int) -> None:
    assert len(shares(n, size)) == size
    assert sum(shares(n, size)) == n


@pytest.mark.parametrize(("n", "size"), [(11, 4), (7, 2), (1003, 16)])
def test_shares_are_as_even_as_possible(n: int, size: int) -> None:
    found = shares(n, size)
    assert max(found) - min(found) <= 1


@pytest.mark.parametrize(("n", "size"), [(1, 4), (3, 8), (0, 2)])
def test_shares_of_few_rows(n: int, size: int) -> None:
    assert sorted(shares(n, size)) == [0] * (size - n) + [1] * n


# The ranks.


@pytest.mark.parametrize("ranks", RANKS)
@pytest.mark.parametrize("case", ["20,000 points", "20,000 references"])
def test_every_rank_returns(ranks: int, case: str) -> None:
    assert len(runs()[ranks].of(case)) == ranks


@pytest.mark.parametrize("ranks", RANKS)
def test_distances_with_equal_shares(ranks: int) -> None:
    found = distances_on_rank_0(ranks, "8 points")
    if isinstance(found, list):
        assert len(found) == 8
    assert rounded(found) == rounded(python_distances(8))


@pytest.mark.parametrize("ranks", RANKS)
def test_distances_with_different_shares(ranks: int) -> None:
    assert rounded(distances_on_rank_0(ranks, "11 points")) == rounded(python_distances(11))


@pytest.mark.parametrize("ranks", RANKS)
def test_each_rank_computes_its_share(ranks: int) -> None:
    shares_of_11 = {1: [11], 2: [5, 6], 4: [2, 3, 3, 3]}[ranks]
    assert sorted(points_computed_by_each_rank(ranks, "11 points")) == shares_of_11


@pytest.mark.parametrize("ranks", RANKS)
def test_other_ranks_return_none(ranks: int) -> None:
    assert returned_by_the_other_ranks(ranks, "11 points") == [None] * (ranks - 1)


@pytest.mark.parametrize("ranks", RANKS)
def test_fewer_points_than_ranks(ranks: int) -> None:
    assert rounded(distances_on_rank_0(ranks, "1 point")) == rounded(python_distances(1))


@pytest.mark.parametrize("ranks", RANKS)
def test_no_points_have_no_distances(ranks: int) -> None:
    assert distances_on_rank_0(ranks, "0 points") == []


@pytest.mark.parametrize("ranks", RANKS)
def test_every_memory_layout(ranks: int) -> None:
    case = "11 points, Fortran order"
    assert rounded(distances_on_rank_0(ranks, case)) == rounded(python_distances(11))


@pytest.mark.parametrize("ranks", RANKS)
def test_wrong_input_ends_every_rank(ranks: int) -> None:
    case, names = {
        1: ("no references", ["ValueError", "references"]),
        2: ("NaN in row 7", ["ValueError", "points", "row 7"]),
        4: ("three columns", ["ValueError", "points"]),
    }[ranks]
    assert named_by_the_exception(ranks, case) == names


# The script.


def test_script_prints_one_line() -> None:
    if not runs()[2].ended("11 points"):
        pytest.skip("the function must work on two ranks before")
    status, printed, errors = _mpiexec(2, FOLDER / "nearest_mpi.py", 11, 3)
    assert status == 0, _last_error(errors)
    lines = [line for line in printed.splitlines() if "mean distance is" in line]
    assert len(lines) == 1
    assert lines[0].startswith("2 ranks, 11 points: ")
    assert float(lines[0].split()[-1]) < 10
    lines_of_time = [line for line in printed.splitlines() if "per pair" in line]
    assert len(lines_of_time) <= 1
