"""The tests of `start-function`."""

import pytest
import temperatures


def test_to_kelvin_is_exported() -> None:
    assert temperatures.to_kelvin(0.0) == 273.15


def test_to_kelvin_of_whole_degrees() -> None:
    assert temperatures.to_kelvin(20) == 293.15


def test_to_celsius_is_exported() -> None:
    assert temperatures.to_celsius(273.15) == 0.0


def test_there_and_back() -> None:
    there = temperatures.to_kelvin(20.1)
    assert temperatures.to_celsius(there) == pytest.approx(20.1, rel=1e-12)


def test_help_tells_what_each_function_does() -> None:
    assert temperatures.to_kelvin.__doc__ is not None
    assert temperatures.to_celsius.__doc__ is not None
