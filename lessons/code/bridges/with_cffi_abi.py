"""cffi, ABI mode: the library is opened when the program runs, with the types of its header."""

from pathlib import Path

import numpy as np
from cffi import FFI
from checks import as_points, error_of

folder = Path(__file__).parent
ffi = FFI()
ffi.cdef((folder / "bridges.h").read_text(encoding="utf-8"))
library = ffi.dlopen(str(folder / "libbridges_calls.so"))
half = library.half


def given(array):
    """The two arguments that stand for an array."""
    return ffi.from_buffer("double[]", array), array.size


def nearest_distances(points, references):
    """Return the distance from each row of `points` to the nearest row of `references`."""
    points, references = as_points("points", points), as_points("references", references)
    distances = np.empty(len(points))
    status = library.nearest_distances(*given(points), *given(references), *given(distances))
    if status:
        raise error_of(status, points, references)
    return distances
