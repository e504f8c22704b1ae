"""Of a text that comes in pieces, head and tail are kept, and what is left out is counted."""

from __future__ import annotations

import pytest

from workshop.process.excerpt import Excerpt


@pytest.mark.parametrize("size", [1, 3, 7, 10, 1000])
def test_head_and_tail_are_kept_whatever_the_pieces(size: int) -> None:
    text = "".join(f"{number:04}" for number in range(1000))
    kept = Excerpt(20)
    for place in range(0, len(text), size):
        kept.add(text[place : place + size])
    head, cut, tail = kept.text.partition("\n[… ")
    left_out, _, tail = tail.partition(" characters left out …]\n")
    assert cut
    assert head == text[:10]
    assert tail == text[-len(tail) :]
    assert len(head) + int(left_out) + len(tail) == len(text)
    assert 10 <= len(tail) < 10 + size + 10


def test_a_text_within_the_limit_is_whole() -> None:
    kept = Excerpt(20)
    for piece in ("", "0123456789012", "", "3456789"):
        kept.add(piece)
    assert kept.text == "01234567890123456789"
