"""One digest: what changes it, and what does not."""

from __future__ import annotations

import hashlib
from pathlib import Path

from workshop.base.digest import digest_of


def test_one_part_has_the_digest_that_other_programs_print(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes("é\r\n".encode())
    expected = hashlib.sha256("é\r\n".encode()).hexdigest()
    assert {digest_of(file), digest_of("é\r\n"), digest_of("é\r\n".encode())} == {expected}


def test_another_division_or_order_is_another_digest() -> None:
    parts = (("ab", "c"), ("a", "bc"), ("abc",), ("c", "ab"), ("ab", "c", ""), ())
    assert len({digest_of(*each) for each in parts}) == len(parts)
    assert digest_of("a", b"b") == digest_of(b"a", "b")


def test_a_missing_file_is_not_an_empty_one(tmp_path: Path) -> None:
    missing, empty = tmp_path / "missing", tmp_path / "empty"
    empty.touch()
    assert digest_of(missing) == ""
    assert digest_of(missing, "a") != digest_of(empty, "a")
