"""What a bridge to C has to check in Python: PyO3's version does the same in Rust."""

import numpy as np

FLOAT64 = np.dtype(np.float64)
BAD_LENGTH, NOT_FINITE = 2, 3


def as_points(name, array):
    """The array with its rows side by side in memory, or raise."""
    if not isinstance(array, np.ndarray) or array.dtype != FLOAT64 or array.ndim != 2:
        raise TypeError(f"{name} must be a float64 array with two dimensions")
    if not array.flags.aligned:
        raise ValueError(f"{name} is not aligned in memory: pass a copy of it")
    if array.shape[1] != 2:
        raise ValueError(f"{name} has {array.shape[1]} columns instead of 2")
    return np.ascontiguousarray(array)


def error_of(status, points, references):
    """The exception for what the library returned instead of 0."""
    if status == BAD_LENGTH:
        return ValueError("references must not be empty")
    if status == NOT_FINITE:
        for name, array in (("points", points), ("references", references)):
            rows = np.flatnonzero(~np.isfinite(array).all(axis=1))
            if rows.size:
                problem = f"has a coordinate in row {rows[0]} that is NaN or infinite"
                return ValueError(f"{name} {problem}")
    return RuntimeError(f"the library returned status {status}")
