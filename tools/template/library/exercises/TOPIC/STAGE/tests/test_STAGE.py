"""The tests of `TOPIC-STAGE`."""

import ctypes
import os

library = ctypes.CDLL(os.environ["WORKSHOP_LIBRARY"])
library.TOPIC_largest_step.argtypes = [ctypes.POINTER(ctypes.c_double), ctypes.c_size_t]
library.TOPIC_largest_step.restype = ctypes.c_double


def largest_step(readings: list[float]) -> float:
    values = (ctypes.c_double * len(readings))(*readings)
    return library.TOPIC_largest_step(values, len(readings))


def test_largest_step() -> None:
    assert largest_step([1.0, 2.0, 5.0, 5.5]) == 3.0


def test_step_down_counts() -> None:
    assert largest_step([4.0, 0.5, 1.0]) == 3.5


def test_one_reading_makes_no_step() -> None:
    assert largest_step([4.0]) == 0.0
    assert largest_step([]) == 0.0
