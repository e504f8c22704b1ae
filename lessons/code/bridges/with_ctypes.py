"""ctypes: the library is opened when the program runs, and every type is declared here again."""

import ctypes
from pathlib import Path

import numpy as np
from checks import as_points, error_of

library = ctypes.CDLL(str(Path(__file__).with_name("libbridges_calls.so")))
double, size = ctypes.c_double, ctypes.c_size_t
doubles = ctypes.POINTER(double)
half = library.half
half.argtypes, half.restype = [double], double
library.nearest_distances.argtypes = [doubles, size, doubles, size, doubles, size]
library.nearest_distances.restype = ctypes.c_int32


def given(array):
    """The two arguments that stand for an array."""
    return array.ctypes.data_as(doubles), array.size


def nearest_distances(points, references):
    """Return the distance from each row of `points` to the nearest row of `references`."""
    points, references = as_points("points", points), as_points("references", references)
    distances = np.empty(len(points))
    status = library.nearest_distances(*given(points), *given(references), *given(distances))
    if status:
        raise error_of(status, points, references)
    return distances
