"""ctypes: the types of each C function are declared by hand, in Python."""

import ctypes
from pathlib import Path

_DOUBLES = ctypes.POINTER(ctypes.c_double)
_library = ctypes.CDLL(str(Path(__file__).with_name("in_c.so")))
_library.smooth.argtypes = [_DOUBLES, ctypes.c_size_t, ctypes.c_double]
_library.smooth.restype = None
_library.half.argtypes = [ctypes.c_double]
_library.half.restype = ctypes.c_double

half = _library.half


def smooth(readings, weight):
    """Let each reading follow the one before: exponential smoothing, in place."""
    _library.smooth(readings.ctypes.data_as(_DOUBLES), len(readings), weight)
