"""`nearest_distances` of a C library, called by ctypes.

Another way: the types of NumPy check each array, and a context manager frees the result.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from workshop.notebook import build_library

DOUBLES = ctypes.POINTER(ctypes.c_double)
"""`double *` in C, for the result."""
POINTS = np.ctypeslib.ndpointer(np.float64, ndim=2, flags=("C_CONTIGUOUS", "ALIGNED"))
"""`const double *` in C: ctypes takes an array as it is, and raises if it is another one."""


def declare(library: ctypes.CDLL) -> None:
    """Declare the types of the library's functions, as `nearest.h` has them."""
    library.distances_in_use.argtypes = []
    library.distances_in_use.restype = ctypes.c_size_t
    library.nearest_distances.argtypes = [POINTS, ctypes.c_size_t, POINTS, ctypes.c_size_t]
    library.nearest_distances.restype = DOUBLES
    library.free_distances.argtypes = [DOUBLES, ctypes.c_size_t]
    library.free_distances.restype = None


def as_points(name: str, array: np.ndarray) -> np.ndarray:
    """The same points as float64, in C order and without gaps.

    Raises ValueError with the name of the argument unless the shape is (n, 2).
    """
    array = np.require(array, np.float64, ["C_CONTIGUOUS", "ALIGNED"])
    match array.shape:
        case (_, 2):
            return array
        case shape:
            raise ValueError(f"{name} must have the shape (n, 2), not {shape}")


def nearest_distances(
    library: ctypes.CDLL, points: np.ndarray, references: np.ndarray
) -> np.ndarray:
    """Return the distance from each row of `points` to the nearest row of `references`.

    Raises ValueError if an array's shape isn't (n, 2), or if the library returns NULL.
    """
    points, references = as_points("points", points), as_points("references", references)
    with distances_of(library, points, references) as distances:
        return np.array(distances)


@contextmanager
def distances_of(
    library: ctypes.CDLL, points: np.ndarray, references: np.ndarray
) -> Iterator[np.ndarray]:
    """A view of the library's result, which is freed at the end of the `with` block."""
    pointer = library.nearest_distances(points, len(points), references, len(references))
    if not pointer:
        raise ValueError(reason(points, references))
    try:
        yield np.ctypeslib.as_array(pointer, (len(points),))
    finally:
        library.free_distances(pointer, len(points))


def reason(points: np.ndarray, references: np.ndarray) -> str:
    """Say why the library returned NULL: a null pointer has no message."""
    if len(references) == 0:
        return "references must not be empty"
    for name, array in (("points", points), ("references", references)):
        for row in np.flatnonzero(~np.isfinite(array).all(axis=1)):
            return f"{name} has a coordinate in row {row} that is NaN or infinite"
        if not array.flags.aligned:
            return f"{name} is not aligned in memory: pass a copy"
    return "the library read numbers that these arrays don't have: compare the lengths with theirs"


def main() -> None:
    """Build and load the library, call it, and print the result."""
    library = ctypes.CDLL(build_library("bridges-ctypes"))
    declare(library)
    points = np.array([[0.5, -1.25], [3.5, 4.75], [-2.0, 0.0]])
    references = np.array([[0.5, 0.75], [-2.5, 0.0]])
    print(nearest_distances(library, points, references))
    print(f"{library.distances_in_use()} doubles are in use. It should be 0.")


if __name__ == "__main__":
    main()
