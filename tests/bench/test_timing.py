from __future__ import annotations

import pytest

from workshop.bench.timing import LONG, Clocks, Timing, cost, predict, signs_of_load, time_calls


class Machine:
    """Clocks that only move when something is done, and a call whose times are given."""

    def __init__(self, *calls: tuple[float, float]) -> None:
        self.wall = self.cpu = 0.0
        self.calls = list(calls)
        self.made = 0

    @property
    def clocks(self) -> Clocks:
        return Clocks(lambda: self.wall, lambda: self.cpu)

    def call(self) -> int:
        wall, cpu = self.calls[min(self.made, len(self.calls) - 1)]
        self.wall, self.cpu, self.made = self.wall + wall, self.cpu + cpu, self.made + 1
        return self.made


def test_the_fastest_call_counts_with_its_own_cpu_time() -> None:
    machine = Machine((0.3, 0.1), (0.25, 0.2), (0.4, 0.05))
    timing, result = time_calls(machine.call, machine.clocks)
    assert (timing.wall, timing.cpu) == pytest.approx((0.25, 0.2))
    assert result == machine.made == 3


@pytest.mark.parametrize(
    ("seconds", "calls"),
    [(1e-4, 100), (0.01, 30), (0.2, 3), (1.2, 3), (1.6, 2), (LONG, 1), (20, 1)],
)
def test_a_short_call_is_repeated_and_a_long_one_is_not(seconds: float, calls: int) -> None:
    machine = Machine((seconds, seconds))
    time_calls(machine.call, machine.clocks)
    assert machine.made == pytest.approx(calls, abs=1)


def test_pairs_predict_the_time_of_a_larger_size() -> None:
    assert predict(0.13, 1_000, 3_000) == pytest.approx(1.17)
    assert predict(0.0, 1_000, 10_000) == 0.0


@pytest.mark.parametrize("seconds", [1e-4, 0.01, 0.2, 1.2, 2.9, 5.0])
def test_the_cost_is_about_what_the_calls_take(seconds: float) -> None:
    machine = Machine((seconds, seconds))
    time_calls(machine.call, machine.clocks)
    warm = seconds if seconds < LONG else seconds / 10
    assert machine.wall + warm <= cost(seconds) <= machine.wall + warm + 1.0


IDLE = [("Rust", Timing(0.070, 0.0699)), ("all cores", Timing(0.035, 0.069, threads=2))]


def test_an_idle_machine_shows_no_sign_of_load() -> None:
    assert signs_of_load(0.1, 2, IDLE) == []


def test_programs_at_work_before_the_start_are_a_sign() -> None:
    [sign] = signs_of_load(1.5, 2, IDLE)
    assert "other programs used 1.5 of 2 cores" in sign
    assert signs_of_load(1.5, 16, IDLE) == []


def test_a_call_that_waited_for_the_cpu_is_a_sign() -> None:
    machine = Machine((0.14, 0.07))
    timing, _ = time_calls(machine.call, machine.clocks)
    [sign] = signs_of_load(0.0, 2, [("Rust", timing)])
    assert sign == "Rust: the call took 100% longer than it computed."


def test_threads_that_had_no_core_are_a_sign() -> None:
    [sign] = signs_of_load(0.0, 4, [("all cores", Timing(0.05, 0.08, threads=4))])
    assert sign == "all cores: on average only 1.6 of 4 threads were at work."


def test_a_short_call_tells_nothing_of_the_load() -> None:
    assert signs_of_load(0.0, 2, [("short", Timing(1e-4, 2e-5, threads=2))]) == []
    assert signs_of_load(0.0, 2, [("short", Timing(1e-4, 2e-5))]) == []


def test_one_thread_of_a_pool_of_one_is_judged_as_one() -> None:
    assert signs_of_load(0.0, 1, [("all cores", Timing(0.05, 0.0499, threads=1))]) == []
