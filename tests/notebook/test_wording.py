"""What a notebook says of commands can be done there, or says where it is done."""

from __future__ import annotations

import pytest

from workshop.notebook.wording import in_a_notebook


@pytest.mark.parametrize(
    ("text", "here"),
    [
        ("`workshop save` makes one", "`%save` makes one"),
        ("`workshop list` shows them all.", "`workshop list` in a terminal shows them all."),
        ("`workshop check --full` shows all", "`workshop check --full` in a terminal shows all"),
        ("`workshop reset a-b --given` restores it", "`%reset a-b --given` restores it"),
        ("<code>workshop check a-b</code>", "<code>%check a-b</code>"),
        ("<code>workshop list</code>", "<code>workshop list</code> in a terminal"),
        ("Run `workshop lab` in a terminal.", "Run `workshop lab` in a terminal."),
        ("the workshop `list`", "the workshop `list`"),
    ],
)
def test_a_command_says_where_it_is_typed(text: str, here: str) -> None:
    assert in_a_notebook(text) == here
