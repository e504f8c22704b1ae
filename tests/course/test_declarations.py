"""A declaration becomes a dataclass, or the mistake in it is named with all that mends it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest

from workshop.base.errors import MaterialError
from workshop.course.declarations import decode, read_text, read_toml
from workshop.course.yaml_text import parse_yaml

FILE = Path("lessons/day.toml")


@dataclass(frozen=True)
class Break:
    text: str
    minutes: int


@dataclass(frozen=True)
class Day:
    file: Path
    title: str
    starts: Literal["morning", "noon"]
    room: float
    items: tuple[str | Break, ...]
    quiet: bool = False
    ends: str | None = None

    def __post_init__(self) -> None:
        if self.room < 0:
            raise ValueError("`room` is below zero")


def good() -> dict[str, Any]:
    items = ["moves", {"text": "Lunch", "minutes": 60}]
    return {"title": "Day 1", "starts": "noon", "room": 375, "items": items}


def test_a_declaration_becomes_a_frozen_dataclass() -> None:
    items = ("moves", Break("Lunch", 60))
    assert decode(good(), Day, FILE, file=FILE) == Day(FILE, "Day 1", "noon", 375.0, items)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"titel": 1}, "there is no key `titel`. Did you mean `title`?"),
        ({"file": "x"}, "there is no key `file`. Did you mean `title`?"),
        ({"room": "long"}, "`room`: 'long' must be a number"),
        ({"starts": "night"}, "`starts`: 'night' must be one of morning, noon"),
        ({"quiet": 1}, "`quiet`: 1 must be true or false"),
        ({"ends": 5}, "`ends`: 5 must be a string"),
        ({"items": "moves"}, "`items`: 'moves' must be a list, each item a string or a table"),
        ({"items": [5]}, "`items[0]`: 5 must be a string or a table with the keys text, minutes"),
        ({"items": [{"text": "a"}]}, "`items[0]`: the key `minutes` is missing"),
        ({"items": ["a", {"text": "a", "minutes": 1, "x": 1}]}, "`items[1]`: there is no key `x`"),
        ({"items": [{"text": 1, "minutes": 1}]}, "`items[0].text`: 1 must be a string"),
        ({"room": -1}, "`room` is below zero"),
    ],
)
def test_file_key_what_was_found_and_what_is_allowed_are_named(
    change: dict[str, Any], says: str
) -> None:
    with pytest.raises(MaterialError) as raised:
        decode(good() | change, Day, FILE, file=FILE)
    assert str(raised.value).startswith(f"{FILE}:1: {says}")


def test_a_key_that_is_missing_is_named() -> None:
    content = good()
    del content["starts"]
    with pytest.raises(MaterialError, match="the key `starts` is missing"):
        decode(content, Day, FILE, file=FILE)


def test_a_part_of_a_file_is_named_by_its_place() -> None:
    for content, says in (({"text": 1}, "the key `minutes` is missing"), (5, "5 must be a table")):
        with pytest.raises(MaterialError) as raised:
            decode(content, Break, FILE, "lunch")
        assert str(raised.value).startswith(f"{FILE}:1: `lunch`: {says}")
    with pytest.raises(MaterialError, match=r"`lunch\.text`: 1 must be a string"):
        decode({"text": 1, "minutes": 2}, Break, FILE, "lunch")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.toml", "a = ", "a.toml:1: this isn't TOML: Invalid value."),
        ("b.toml", None, "b.toml: No such file or directory"),
        ("a.yml", "a: [", "a.yml:1: this isn't YAML: "),
        ("a.yml", "- a\n", "a.yml:1: it has no keys"),
        ("a.yml", b"a: \xff", "a.yml:1: it is not UTF-8: the byte 0xff"),
    ],
)
def test_a_file_that_can_not_be_read_is_named(
    tmp_path: Path, name: str, text: str | bytes | None, words: str
) -> None:
    file = tmp_path / name
    if text is not None:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(MaterialError) as raised:
        _ = read_toml(file) if file.suffix == ".toml" else parse_yaml(read_text(file), file)
    assert words in str(raised.value)
