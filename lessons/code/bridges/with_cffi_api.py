"""cffi, API mode: a C compiler has checked the calls, in the module that `build_cffi.py` makes."""

import numpy as np
from _bridges import ffi
from _bridges import lib as library
from checks import as_points, error_of

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
