"""The tests of `start-function`."""

import re

import pytest
import temperatures


def says_something(doc: str) -> bool:
    """Whether a doc comment has words of its own, however it is wrapped: no TODO, no dots."""
    return len(re.findall(r"[^\W\d_]{2,}", doc)) > 1 and not re.search(r"(?i)todo|fixme|tbd", doc)


def test_to_kelvin_is_exported() -> None:
    assert temperatures.to_kelvin(0.0) == 273.15


def test_to_kelvin_of_whole_degrees() -> None:
    assert temperatures.to_kelvin(20) == 293.15
    assert temperatures.to_kelvin(-40) == pytest.approx(233.15, rel=1e-12)


def test_to_celsius_is_exported() -> None:
    assert temperatures.to_celsius(273.15) == 0.0


def test_there_and_back() -> None:
    there = temperatures.to_kelvin(20.1)
    assert temperatures.to_celsius(there) == pytest.approx(20.1, rel=1e-12)
    for celsius in [number * 0.3 - 200.0 for number in range(1000)]:
        there = temperatures.to_kelvin(celsius)
        assert temperatures.to_celsius(there) == pytest.approx(celsius, rel=1e-9, abs=1e-9)


def test_help_tells_what_each_function_does() -> None:
    assert temperatures.to_kelvin.__doc__ is not None
    assert temperatures.to_celsius.__doc__ is not None
    for doc in (temperatures.to_kelvin.__doc__, temperatures.to_celsius.__doc__):
        assert says_something(doc), f"help shows {doc!r}"
