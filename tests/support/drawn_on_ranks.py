"""Each rank runs this: rank 0 draws points and references, and all compute the distances.

mpiexec -n 3 python -m mpi4py drawn_on_ranks.py FOLDER SCRIPT CASES

FOLDER has the module `distances`, and SCRIPT the function. One start serves all cases: before each,
rank 0 says that there is one more. With `-m mpi4py`, an exception on one rank ends all.
"""

from __future__ import annotations

import math
import runpy
import sys

import numpy as np
from hypothesis import strategies as st
from mpi4py import MPI

from drawn_points import BELOW, Pair, for_all, laid_out

RELATIVE = 1e-12

folder, script, cases = sys.argv[1:]
sys.path.insert(0, folder)
WORLD = MPI.COMM_WORLD
names = runpy.run_path(script)
nearest_distances_of_all = names["nearest_distances_of_all"]


def holds(pair: Pair) -> None:
    """What rank 0 returns is what Python computes."""
    WORLD.bcast("one more")
    before = [array.tobytes() for array in pair]
    result = nearest_distances_of_all(WORLD, *pair)
    others = pair.references.tolist()
    expected = [min(math.dist(p, r) for r in others) for p in pair.points.tolist()]
    assert result.dtype == np.float64
    assert result.shape == (len(pair.points),)
    np.testing.assert_allclose(result, expected, rtol=RELATIVE, atol=BELOW)
    assert [array.tobytes() for array in pair] == before


if WORLD.Get_rank() == 0:
    for_all(int(cases), "ranks", st.builds(Pair, laid_out(), laid_out(1)), holds)
    WORLD.bcast("")
    sys.stdout.write(f"{WORLD.Get_size()} ranks agree with Python\n")
else:
    while WORLD.bcast(None):
        assert nearest_distances_of_all(WORLD, None, None) is None
