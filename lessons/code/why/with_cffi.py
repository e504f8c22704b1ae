"""cffi: the C declarations are pasted into Python; the header itself is not read."""

from pathlib import Path

from cffi import FFI

_ffi = FFI()
_ffi.cdef("""
    void smooth(double *readings, size_t count, double weight);
    double half(double x);
""")
_library = _ffi.dlopen(str(Path(__file__).with_name("in_c.so")))

half = _library.half


def smooth(readings, weight):
    """Let each reading follow the one before: exponential smoothing, in place."""
    _library.smooth(_ffi.cast("double *", readings.ctypes.data), len(readings), weight)
