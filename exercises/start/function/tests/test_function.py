"""The tests of `start-function`."""

import re

import pytest
import temperatures


def close_to(temperature: float) -> object:
    """Equal to every float that differs by rounding alone."""
    return pytest.approx(temperature, rel=1e-12, abs=1e-9)


def says_something(doc: str) -> bool:
    """Whether a doc comment has words of its own, however it is wrapped: no TODO, no dots."""
    return len(re.findall(r"[^\W\d_]{2,}", doc)) > 1 and not re.search(r"(?i)todo|fixme|tbd", doc)


def test_to_kelvin_is_exported() -> None:
    assert temperatures.to_kelvin(0.0) == 273.15


def test_to_kelvin_of_whole_degrees() -> None:
    assert temperatures.to_kelvin(20) == close_to(293.15)
    assert temperatures.to_kelvin(-20) == close_to(253.15)


def test_to_celsius_is_exported() -> None:
    assert temperatures.to_celsius(273.15) == 0.0


def test_degrees_below_zero() -> None:
    assert temperatures.to_kelvin(-40.25) == close_to(232.9)
    assert temperatures.to_celsius(232.9) == close_to(-40.25)
    assert temperatures.to_celsius(0.0) == -273.15


def test_there_and_back() -> None:
    there = temperatures.to_kelvin(20.1)
    assert temperatures.to_celsius(there) == close_to(20.1)
    for step in range(400):
        celsius = step * 12.3456789 - 273.15
        assert temperatures.to_celsius(temperatures.to_kelvin(celsius)) == close_to(celsius)


def test_help_tells_what_each_function_does() -> None:
    assert temperatures.to_kelvin.__doc__ is not None
    assert temperatures.to_celsius.__doc__ is not None
    for doc in (temperatures.to_kelvin.__doc__, temperatures.to_celsius.__doc__):
        assert says_something(doc), f"help shows {doc!r}"
