"""The distances of many points, computed by several ranks: each gets a share of the points.

    mpiexec -n 2 python -m mpi4py nearest_mpi.py 20000 2000

With `-m mpi4py`, an exception on one rank ends all of them.
"""

import os
import sys

os.environ.setdefault("RAYON_NUM_THREADS", "1")  # one thread per rank, before Rust starts any

import distances
import numpy as np
from mpi4py import MPI


def checked(name: str, array: np.ndarray) -> np.ndarray:
    """Return points as MPI sends them, row by row; raise what Rust raises for other arrays.

    A rank that gets a few of the rows could not say which row of the whole array is wrong.
    """
    if array.dtype != np.float64:
        raise TypeError(f"{name} has the dtype {array.dtype} instead of float64")
    if array.ndim != 2 or array.shape[1] != 2:
        raise ValueError(f"{name} has the shape {array.shape} instead of (n, 2)")
    wrong = np.flatnonzero(~np.isfinite(array).all(axis=1))
    if len(wrong) > 0:
        raise ValueError(f"{name} has a coordinate in row {wrong[0]} that is NaN or infinite")
    if name == "references" and len(array) == 0:
        raise ValueError("references must not be empty")
    return np.ascontiguousarray(array)


def shares(n: int, size: int) -> list[int]:
    """Return how many of `n` rows each of `size` ranks gets: at most one more than another."""
    each, rest = divmod(n, size)
    return [each + 1] * rest + [each] * (size - rest)


def nearest_distances_of_all(
    comm: MPI.Comm, points: np.ndarray | None, references: np.ndarray | None
) -> np.ndarray | None:
    """Return the distance of each point to the nearest reference on rank 0, and None elsewhere.

    Every rank must call this. Rank 0 has the points and references, the others have None.
    """
    rank, size = comm.Get_rank(), comm.Get_size()
    if rank == 0:
        points, references = checked("points", points), checked("references", references)
        numbers = len(points), len(references)
    else:
        numbers = None
    n, m = comm.bcast(numbers)
    if rank != 0:
        references = np.empty((m, 2))
    comm.Bcast(references)
    rows = shares(n, size)
    mine = np.empty((rows[rank], 2))
    starts = [sum(rows[:other]) for other in range(size)]
    floats = tuple(2 * count for count in rows), tuple(2 * start for start in starts)
    comm.Scatterv((points, floats, MPI.DOUBLE) if rank == 0 else None, (mine, MPI.DOUBLE))
    found = distances.nearest_distances(mine, references)
    result = np.empty(n) if rank == 0 else None
    comm.Gatherv((found, MPI.DOUBLE), (result, (rows, starts)))
    return result


def main(n: int = 2000, m: int = 500) -> None:
    """Compute the distances of `n` random points to `m` references.

    Print their mean, and the time: of the call, and of one pair of a point and a reference.
    """
    comm, points, references = MPI.COMM_WORLD, None, None
    if comm.Get_rank() == 0:
        random = np.random.default_rng(0)
        points, references = random.normal(size=(n, 2)), random.normal(size=(m, 2))
    started = MPI.Wtime()
    found = nearest_distances_of_all(comm, points, references)
    seconds = MPI.Wtime() - started
    if found is not None:
        print(f"{comm.Get_size()} ranks, {n} points: their mean distance is {found.mean():.6f}")
        print(f"Rank 0 needed {seconds:.4f} s, which is {seconds / (n * m):.3g} s per pair")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
