"""The tests of `distances-measure`.

No real time is measured: the clock is a number, and what takes time adds to it.
"""

from __future__ import annotations

from statistics import mean, median
from types import SimpleNamespace

import numpy as np
from measure import load_function, seconds_per_call

POINTS = np.array([[0.5, -1.25], [3.0, 4.0], [-2.0, 0.0]])
REFERENCES = np.array([[1.0, 2.5], [-0.5, 1.0]])


class Clock:
    """What it shows changes only where something takes time."""

    def __init__(self, now: float = 0.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Function:
    """Takes the first of these times for the first call, and so on; the last for all others.

    Like the function in Rust, it accepts lists of tuples only.
    """

    def __init__(self, clock: Clock, *seconds: float) -> None:
        self.clock, self.seconds = clock, seconds
        self.taken: list[float] = []
        self.arguments: list[object] = []

    def __call__(self, points: object, references: object) -> list[float]:
        for name, value in (("points", points), ("references", references)):
            if not (isinstance(value, list) and all(isinstance(p, tuple) for p in value)):
                raise TypeError(f"{name} is not a list of tuples, but {value!r}")
        self.taken.append(self.seconds[min(len(self.taken), len(self.seconds) - 1)])
        self.clock.now += self.taken[-1]
        self.arguments.append((points, references))
        return [0.0]


class SlowArray(np.ndarray):
    """An array of which each conversion to a list takes two seconds."""

    clock: Clock

    def __array_finalize__(self, whole: object) -> None:
        self.clock = getattr(whole, "clock", Clock())

    def tolist(self) -> object:
        self.clock.now += 2.0
        return super().tolist()

    def __iter__(self) -> object:
        return iter(self.tolist())


def slow(array: np.ndarray, clock: Clock) -> SlowArray:
    array = array.view(SlowArray)
    array.clock = clock
    return array


def arguments_of_load() -> dict[str, object]:
    """What `load_function` asks of `load`, which makes debug builds unless it is told otherwise."""
    asked: dict[str, object] = {}

    def load(id: str, *, solution: bool = False, release: bool = False) -> object:
        asked.update(id=id, solution=solution, release=release)
        return SimpleNamespace(nearest_distances="the function")

    assert load_function(load) == "the function"
    return asked


def test_release_build_is_loaded() -> None:
    expected = {"id": "distances-lists", "solution": True, "release": True}
    assert arguments_of_load() == expected


def test_cold_call_does_not_count() -> None:
    clock = Clock()
    function = Function(clock, 8.0, 0.5)  # the cold call, then each warm one
    assert seconds_per_call(function, POINTS, REFERENCES, clock=clock) == 0.5


def test_conversion_does_not_count() -> None:
    clock = Clock()
    function = Function(clock, 0.25)
    points, references = slow(POINTS, clock), slow(REFERENCES, clock)
    assert seconds_per_call(function, points, references, clock=clock) == 0.25


def test_as_many_warm_calls_count_as_asked() -> None:
    clock = Clock(-3.5)
    function = Function(clock, 8.0, 0.75, 0.125, 1.0, 0.5, 0.125, 1.5, 0.25, 0.375)
    seconds = seconds_per_call(function, POINTS, REFERENCES, calls=8, clock=clock)
    assert len(function.taken) > 8, "a warm-up, then eight calls that count"
    warm = function.taken[-8:]
    assert seconds in [mean(warm), median(warm), min(warm)]


def test_one_call_is_enough() -> None:
    clock = Clock(1e6)
    function = Function(clock, 4.0, 0.375)
    assert seconds_per_call(function, POINTS, REFERENCES, calls=1, clock=clock) == 0.375


def test_function_gets_all_points_and_references() -> None:
    clock = Clock()
    function = Function(clock, 0.5)
    seconds_per_call(function, POINTS, REFERENCES, clock=clock)
    points, references = [(0.5, -1.25), (3.0, 4.0), (-2.0, 0.0)], [(1.0, 2.5), (-0.5, 1.0)]
    for arguments in function.arguments:
        assert arguments == (points, references)
