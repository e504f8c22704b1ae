"""`nearest_distances` of a C library, called by ctypes.

`nearest.h` says what the library expects. `python nearest.py` runs this script.
"""

import ctypes

import numpy as np

from workshop.notebook import build_library

DOUBLES = ctypes.POINTER(ctypes.c_double)
"""`double *` in C. `array.ctypes.data_as(DOUBLES)` points to the first element of an array."""


def declare(library: ctypes.CDLL) -> None:
    """Declare the types of the library's functions, as `nearest.h` has them."""
    library.distances_in_use.argtypes = []
    library.distances_in_use.restype = ctypes.c_size_t
    library.nearest_distances.argtypes = [DOUBLES, ctypes.c_size_t, DOUBLES, ctypes.c_size_t]
    library.nearest_distances.restype = ctypes.c_void_p
    library.free_distances.argtypes = [DOUBLES, ctypes.c_size_t]
    library.free_distances.restype = None


def as_points(name: str, array: np.ndarray) -> np.ndarray:
    """The same points as float64, in C order and without gaps.

    Raises ValueError with the name of the argument unless the shape is (n, 2).
    """
    if array.ndim != 2:
        raise ValueError(f"{name} has {array.ndim} dimensions instead of 2")
    if array.shape[1] != 2:
        raise ValueError(f"{name} has {array.shape[1]} columns instead of 2")
    return np.ascontiguousarray(array, dtype=np.float64)


def nearest_distances(
    library: ctypes.CDLL, points: np.ndarray, references: np.ndarray
) -> np.ndarray:
    """Return the distance from each row of `points` to the nearest row of `references`.

    Raises ValueError if an array's shape isn't (n, 2), or if the library returns NULL.
    """
    points, references = as_points("points", points), as_points("references", references)
    n, m = len(points), len(references)
    distances = library.nearest_distances(
        points.ctypes.data_as(DOUBLES), n, references.ctypes.data_as(DOUBLES), m
    )
    if not distances:
        raise ValueError(reason(points, references))
    try:
        return np.ctypeslib.as_array(distances, shape=(n,)).copy()
    finally:
        library.free_distances(distances, n)


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
