"""A signal ends a command in order, and never between a start and what ends the started."""

from __future__ import annotations

import os
import signal

import pytest

from workshop.process.termination import exit_delayed, exit_on_signals

pytestmark = pytest.mark.skipif(os.name != "posix", reason="only POSIX systems send such signals")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_command_as_an_exit_does(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(SystemExit) as ended, exit_on_signals():
        signal.raise_signal(number)
    assert ended.value.code == 128 + number
    assert signal.getsignal(number) == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_waits_until_the_block_is_done(number: signal.Signals) -> None:
    done: list[str] = []

    def command() -> None:
        with exit_on_signals():
            with exit_delayed():
                signal.raise_signal(number)
                done.append("the whole block")
            done.append("what follows")

    with pytest.raises(SystemExit) as ended:
        command()
    assert ended.value.code == 128 + number
    assert done == ["the whole block"]


def test_ctrl_c_waits_as_well() -> None:
    done: list[str] = []

    def command() -> None:
        with exit_delayed():
            signal.raise_signal(signal.SIGINT)
            done.append("the whole block")

    with pytest.raises(KeyboardInterrupt):
        command()
    assert done


def test_nothing_happens_without_a_signal() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with exit_delayed():
        pass
    assert signal.getsignal(signal.SIGTERM) == before
