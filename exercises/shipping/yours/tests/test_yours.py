"""The tests of `shipping-yours`: the old function and the new one do the same.

They call both with the cases of `cases.py`. What is wrong with that file, or with `before.py`, is
said first; the tests that need them are skipped then.
"""

import ast
import math
import random
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))  # where the comparison is

from comparing import (
    FOLDER,
    Call,
    calls,
    cases,
    compiled_function,
    enough_cases,
    new_function,
    old_function,
    problem,
    works,
)

GIVEN = Path(__file__).parents[1] / "before.py"
"""The example."""


@pytest.fixture
def compared() -> list[Call]:
    """The calls, each of both versions."""
    for step in (calls, new_function):
        if not works(step):
            pytest.skip("it can't be compared before another test passes")
    return calls()


def test_old_function_is_found() -> None:
    assert works(old_function), problem(old_function)


def test_cases_are_arguments_of_calls() -> None:
    assert works(cases), problem(cases)


def test_cases_are_many_and_different() -> None:
    if not works(cases):
        pytest.skip("cases.py can't be read")
    assert works(enough_cases), problem(enough_cases)


def test_old_function_can_be_compared() -> None:
    if not (works(old_function) and works(cases)):
        pytest.skip("before.py or cases.py can't be read")
    assert works(calls), problem(calls)


def test_new_function_is_compiled() -> None:
    if not (works(old_function) and works(calls)):
        pytest.skip("before.py and cases.py come first")
    assert works(compiled_function), problem(compiled_function)


def test_both_return_the_same(compared: list[Call]) -> None:
    for call in compared:
        assert call.new_result == call.old_result, call.difference()


def test_both_raise_the_same(compared: list[Call]) -> None:
    for call in compared:
        assert call.new_ending == call.old.ending, call.endings()


def test_both_leave_their_arguments_alike(compared: list[Call]) -> None:
    for call in compared:
        assert call.new.arguments == call.old.arguments, call.changes()


def test_example_agrees_on_more_readings(compared: list[Call]) -> None:
    """Not only on those of `cases.py`."""
    assert compared
    if not is_the_example(FOLDER / "before.py"):
        pytest.skip("before.py has a function of your own")
    arrays = type(cases()[0][0]).__name__ == "ndarray"  # who has changed the signature
    for number, (readings, weight) in enumerate(more_readings(), 1):
        case = (np.array(readings) if arrays else readings, weight)
        call = Call(case, number, old_function())
        assert call.new_ending == call.old.ending, call.endings()
        assert call.new_result == call.old_result, call.difference()
        assert call.new.arguments == call.old.arguments, call.changes()


def is_the_example(file: Path) -> bool:
    """Whether the code is that of the example; comments and docstrings don't matter."""
    codes = []
    for each in (GIVEN, file):
        tree = ast.parse(each.read_text("utf-8"))
        [found, *_] = [*(n for n in tree.body if getattr(n, "name", "") == "smooth"), None]
        if isinstance(found, ast.FunctionDef) and ast.get_docstring(found) is not None:
            found.body = found.body[1:]
        codes.append(found and ast.dump(found))
    return codes[0] == codes[1]


def more_readings() -> list[tuple[list[float], float]]:
    """Readings of any size, with and without gaps; weights that are valid and that are not."""
    chance = random.Random(7)
    found: list[tuple[list[float], float]] = []
    for number in range(120):
        size = 10.0 ** chance.randint(-12, 12)
        readings = [
            math.nan if chance.random() < 0.2 * (number % 3) else chance.gauss(-0.5, 1.0) * size
            for _ in range(number % 17)
        ]
        found.append((readings, chance.choice([1.0, 0.5, 1e-3, chance.random() or 0.25])))
    for weight in (0.0, -0.0, -0.5, 1.0, 1.0000001, 2.5, math.nan, math.inf, -math.inf, 1e-300):
        found += [([], weight), ([-1.25, math.nan, 3.0], weight)]
    return found
