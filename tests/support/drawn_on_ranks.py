"""Each rank runs this: rank 0 draws points and references, and all compute the distances.

mpiexec -n 3 python -m mpi4py drawn_on_ranks.py FOLDER SCRIPT CASES

FOLDER has the module `distances`, and SCRIPT the function. One start serves all cases: before each,
rank 0 says that there is one more. With `-m mpi4py`, an exception on one rank ends all.
"""

from __future__ import annotations

import runpy
import sys
from functools import partial

from hypothesis import strategies as st
from mpi4py import MPI

from drawn_points import Pair, distances_as_in_python, for_all, laid_out

folder, script, cases = sys.argv[1:]
sys.path.insert(0, folder)
WORLD = MPI.COMM_WORLD
names = runpy.run_path(script)
nearest_distances_of_all = names["nearest_distances_of_all"]


def holds(pair: Pair) -> None:
    """What rank 0 returns is what Python computes."""
    WORLD.bcast("one more")
    distances_as_in_python(partial(nearest_distances_of_all, WORLD), pair)


if WORLD.Get_rank() == 0:
    for_all(int(cases), "ranks", st.builds(Pair, laid_out(), laid_out(1)), holds)
    WORLD.bcast("")
    sys.stdout.write(f"{WORLD.Get_size()} ranks agree with Python\n")
else:
    while WORLD.bcast(None):
        assert nearest_distances_of_all(WORLD, None, None) is None
