"""Each rank runs this: it calls `nearest_distances_of_all`, and writes down what happens.

    mpiexec -n 4 python -m mpi4py ranks.py FOLDER

Each rank has a file of JSON lines in the folder, and one for the place where it waits too long.
"""

import faulthandler
import json
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import distances
import numpy as np
from mpi4py import MPI

PATIENCE = 4.0
"""Seconds that one call may take. It needs milliseconds."""
REFERENCES = np.array([[-1.5, 2.0], [6.25, 5.5], [0.75, -8.0], [2.0, 0.125]])


def rows(n: int) -> np.ndarray:
    """`n` points with fractions and signs, which all differ."""
    return np.random.default_rng(n).normal(scale=4.0, size=(n, 2))


def with_nan(n: int) -> np.ndarray:
    """`n` points, and one coordinate that is no number."""
    points = rows(n)
    points[7, 1] = np.nan
    return points


CASES = {  # long messages first: MPI sends short ones without waiting for the other rank
    "20,000 points": (rows(20_000), REFERENCES),
    "20,000 references": (rows(8), np.tile(REFERENCES, (5000, 1))),
    "8 points": (rows(8), REFERENCES),
    "11 points": (rows(11), REFERENCES),
    "1 point": (rows(1), REFERENCES),
    "0 points": (rows(0), REFERENCES),
    "11 points, Fortran order": (np.asfortranarray(rows(11)), np.asfortranarray(REFERENCES)),
}
LAST = {
    1: ("no references", rows(8), np.empty((0, 2))),
    2: ("NaN in row 7", with_nan(11), REFERENCES),
    4: ("three columns", np.ones((8, 3)), REFERENCES),
}
"""By the number of ranks: a call that must raise, which ends the run."""


class Counted:
    """A Rust function, and how many points it got in each call."""

    def __init__(self, function: Any) -> None:
        self._function = function
        self.points: list[int] = []

    def __call__(self, points: Any, references: Any) -> Any:
        found = self._function(points, references)
        self.points.append(len(points))
        return found


class Checked(MPI.Intracomm):
    """Raises where a list of counts is too much for rank 0's array: MPI would go beyond it."""

    def Scatterv(self, sendbuf: Any, recvbuf: Any, root: int = 0) -> None:  # noqa: N802
        self._check(sendbuf)
        super().Scatterv(sendbuf, recvbuf, root)

    def Gatherv(self, sendbuf: Any, recvbuf: Any, root: int = 0) -> None:  # noqa: N802
        self._check(recvbuf)
        super().Gatherv(sendbuf, recvbuf, root)

    def _check(self, buffer: Any) -> None:
        match buffer if self.Get_rank() == 0 else None:
            case [np.ndarray() as array, list() as counts] if sum(counts) > array.size:
                text = f"the counts add up to {sum(counts)}, and the array has {array.size}"
                raise ValueError(f"{text} elements")


def as_json(found: object) -> object:
    """What was returned: the floats of an array, None, or whatever else it is in words."""
    if isinstance(found, np.ndarray) and found.ndim == 1 and found.dtype == np.float64:
        return found.tolist()
    return found if found is None else repr(found)[:300]


def place(error: BaseException) -> dict[str, object]:
    """Which line of the learner's file raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).name == "nearest_mpi.py"]
    return {"line": own[-1].lineno} if own else {}


def run(case: str, points: np.ndarray, references: np.ndarray) -> None:
    """Call the function on this rank; if it raises, write that down, and raise it again."""
    comm = Checked(WORLD.Dup())  # no message of an earlier call arrives in this one
    counted.points.clear()
    write(begin=case)
    faulthandler.dump_traceback_later(PATIENCE, file=waits)
    if hasattr(signal, "setitimer"):  # after this time nothing but the end of a rank helps
        signal.setitimer(signal.ITIMER_REAL, PATIENCE + 0.5)
    try:
        arguments = (points, references) if WORLD.Get_rank() == 0 else (None, None)
        found = nearest_distances_of_all(comm, *arguments)
        write(end=case, found=as_json(found), computed=sum(counted.points))
    except BaseException as error:
        write(end=case, raised=type(error).__name__, message=str(error), **place(error))
        time.sleep(0.3)  # other ranks may raise as well, before the first one ends them all
        raise


def write(**facts: object) -> None:
    log.write(json.dumps(facts) + "\n")
    log.flush()


WORLD = MPI.COMM_WORLD.Dup()
name = Path(sys.argv[1]) / str(WORLD.Get_rank())
with name.with_suffix(".jsonl").open("w") as log, name.with_suffix(".txt").open("w") as waits:
    write(size=WORLD.Get_size())
    distances.nearest_distances = counted = Counted(distances.nearest_distances)
    from nearest_mpi import nearest_distances_of_all

    for case, arguments in CASES.items():
        run(case, *arguments)
    run(*LAST[WORLD.Get_size()])
