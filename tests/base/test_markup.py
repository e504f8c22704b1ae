"""Code and terms become markup, and nothing else does."""

from __future__ import annotations

import pytest

from workshop.base.markup import code_spans


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Look at `v`, then `w`.", "Look at <code>v</code>, then <code>w</code>."),
        ("`Vec<f64>` & b", "<code>Vec&lt;f64&gt;</code> &amp; b"),
        ("This is a *mutable borrow*.", "This is a <em>mutable borrow</em>."),
        ("*found* `*const T`", "<em>found</em> <code>*const T</code>"),
        ("2 * 3 * 4, a*b*c, *const T, **x**", "2 * 3 * 4, a*b*c, *const T, **x**"),
        ("a lone ` and `two`", "a lone ` and `two`"),
        ("`<script>`", "<code>&lt;script&gt;</code>"),
    ],
)
def test_only_code_and_terms_are_set(text: str, html: str) -> None:
    assert code_spans(text) == html
