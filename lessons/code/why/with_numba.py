"""numba: the Python functions with a decorator, compiled at their first call."""

from numba import njit
from with_python import half as python_half
from with_python import smooth as python_smooth

smooth = njit(python_smooth)
half = njit(python_half)
