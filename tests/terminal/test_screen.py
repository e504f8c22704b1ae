"""Words of ours in a terminal."""

from __future__ import annotations

import pytest

from workshop.terminal import screen


@pytest.mark.parametrize(
    ("color", "shown"), [(True, "a \x1b[3mslice\x1b[0m, `*x`"), (False, "a slice, `*x`")]
)
def test_a_term_is_slanted_or_plain(
    *, color: bool, shown: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(screen, "in_color", lambda: color)
    screen.say("a *slice*, `*x`")
    assert capsys.readouterr().out == f"{shown}\n"
