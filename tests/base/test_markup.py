"""Code between backticks becomes code, and nothing else becomes markup."""

from __future__ import annotations

import pytest

from workshop.base.markup import code_spans


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Look at `v`, then `w`.", "Look at <code>v</code>, then <code>w</code>."),
        ("`Vec<f64>` & *b*", "<code>Vec&lt;f64&gt;</code> &amp; *b*"),
        ("a lone ` and `two`", "a lone ` and `two`"),
        ("`<script>`", "<code>&lt;script&gt;</code>"),
    ],
)
def test_only_code_is_set(text: str, html: str) -> None:
    assert code_spans(text) == html
