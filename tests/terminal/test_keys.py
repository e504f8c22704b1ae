"""Keys of a terminal, one by one."""

from __future__ import annotations

import pytest

from workshop.terminal import keys
from workshop.terminal.keys import Keys


def test_ctrl_c_that_comes_as_a_key_interrupts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows hands it over so, in the place of a signal."""
    typed = iter(["r", "\x03", ""])
    monkeypatch.setattr(keys, "_typed", lambda: next(typed))
    pressed = Keys()
    pressed._read()
    assert pressed.get(1) == "r"
    with pytest.raises(KeyboardInterrupt):
        pressed.get(1)
    assert pressed.get(1) is None
    assert pressed.ended


def test_ctrl_c_is_no_answer_to_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["\x03", ""])
    monkeypatch.setattr(keys, "_typed", lambda: next(typed))
    pressed = Keys()
    pressed._read()
    with pytest.raises(KeyboardInterrupt):
        pressed.answer(1)
