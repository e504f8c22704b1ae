# cython: boundscheck=False, wraparound=False
"""Cython: Python with types, translated to C and compiled."""


def smooth(double[::1] readings, double weight):
    """Let each reading follow the one before: exponential smoothing, in place."""
    cdef Py_ssize_t i
    for i in range(1, readings.shape[0]):
        readings[i] = weight * readings[i] + (1.0 - weight) * readings[i - 1]


def half(double x):
    """Half of a number."""
    return 0.5 * x
