"""Bring texts and figures up to date with `lessons/data/`: `.venv/bin/python tools/measured.py`.

A text says where a number comes from, in a line above the paragraph, at the top of the slide, or
below `[[question]]`, as a comment in the form of its file (`%`, `<!-- … -->`, `#`):

    % measured: 36 ms = conversion.call_with_one_reference of distances
    % measured: 2.3 = seconds.numpy_columns.10000 / seconds.lists.10000 of distances
    % measured: more than twice = seconds.minimum_method.10000 / seconds.minimum_fold.10000

The formula names keys of `lessons/data/NAME.json`; without `of NAME`, of the page's own file. `/
pairs` divides by the square of the first key's size, for the time of one pair of points. Times are
in seconds, unless a key says otherwise, as `limit.ns_per_pair` and `ns.deposit.rust` do. Sizes in
kB and MB are in bytes, below a key `bytes`: `% measured: 240 kB = bytes.sdist of shipping`.

This program replaces each number that the data no longer says, in the comment and in the text below
it. A number in words is left to a person, and so is a sentence whose ratio is now on the other side
of 1: they are listed. Then it draws the figures.
"""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import program  # first: it lets the kit be found
from workshop.base.errors import MaterialError
from workshop.bench.measure import human_ratio

FILES = ("lessons/*.md", "lessons/quizzes/*.toml", "book/*.md", "slides/talk.md", "README.md")
TIMES = {"s": 1.0, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}
SIZES = {"kB": 1e3, "MB": 1e6}
UNITS = {"": 1.0, "MiB": 1.0, "GiB": 1024.0, **SIZES, **TIMES}
"""Of what the data holds: seconds, bytes for kB and MB, MiB, and numbers without a unit."""
_TENS = "ten twenty thirty forty fifty sixty seventy eighty ninety hundred"
_ONES = "one two three four five six seven eight nine"
WORDS = {"half": 0.5, "twice": 2.0}
WORDS |= {word: 10.0 * n for n, word in enumerate(_TENS.split(), 1)}
WORDS |= {word: float(n) for n, word in enumerate(_ONES.split(), 1)}

_CLAIM = re.compile(
    r"(?m)^(?:%|#|<!--) measured: "
    r"(?P<said>(?P<number>[\d.]+)(?: (?P<unit>[^\W\d]+))?|[a-z ]+)"
    r" = (?P<formula>.+?)(?: -->)?$"
)
_COMMENTS = re.compile(r"(?:(?:%|#|<!--)[^\n]*\n|\n)*")
_NOT_READ = re.compile(
    r"\A---\n.*?\n---\n"  # front matter
    r"|^(?P<fence>`{3,})[^`\n]*\n.*?^(?P=fence)`*$"
    r"|^%[^\n]*|<!--.*?-->|`[^`\n]+`|(?<=\])\([^)\n]*\)",
    re.MULTILINE | re.DOTALL,
)
_NOT_READ_IN_TOML = re.compile(r"(?m)^(?!(?:prompt|text|explanation) = ).*$")


@dataclass(frozen=True)
class Claim:
    """A number in a text, and the formula that gives it."""

    text: Text
    said: str
    number: str | None
    unit: str
    formula: str
    start: int
    """Where the said number begins in the comment."""

    def __str__(self) -> str:
        return f"{self.text.place(self.start)}: {self.said}"

    @cached_property
    def value(self) -> float:
        """What the data says, in seconds, MiB or as a ratio."""
        formula, _, name = self.formula.partition(" of ")
        data = self.text.data(name or self.text.file.stem)
        first, *others = formula.split(" / ")
        found = self._look_up(data, first)
        for other in others:
            pairs = other == "pairs" and float(first.rpartition(".")[2]) ** 2
            found /= pairs or self._look_up(data, other)
        return found

    def _look_up(self, data: Any, path: str) -> float:
        unit = 1.0
        for key in path.split("."):
            if not isinstance(data, dict) or key not in data:
                raise MaterialError(f"{self}: the measurement has no {key!r} for {path}")
            data, unit = data[key], TIMES.get(key.partition("_")[0], unit)
        return float(data) * unit

    @cached_property
    def measured(self) -> str:
        """The number as the text must say it; one in words is right, or is followed by digits."""
        if self.unit not in UNITS:
            raise MaterialError(f"{self}: there is no unit {self.unit!r}")
        if self.number is None:
            right = in_words(self.said, self.value)
            return self.said if right else rounded(self.value, "")
        is_count = not self.unit and "/" not in self.formula and self.value.is_integer()
        number = str(int(self.value)) if is_count else rounded(self.value, self.unit)
        return f"{number} {self.unit}".strip()

    @property
    def turns(self) -> bool:
        """Whether what was faster is now slower, or the other way round."""
        if self.number is None or self.unit or "/" not in self.formula:
            return False
        return (float(self.number) - 1) * (float(self.measured) - 1) < 0

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Where the text says the number, from start to end."""
        word = rf"(?<![\w.,]){re.escape(self.said)}(?!\w|[.,]\d)"
        if self.number and not self.unit:
            word += rf"(?! (?:{'|'.join(filter(None, UNITS))})\b)"
        found = [match.span() for match in re.finditer(word, self._read, re.IGNORECASE)]
        ratios = [(start, end) for start, end in found if self._read.startswith(" times", end)]
        return ratios if self.number and not self.unit and ratios else found

    @cached_property
    def _read(self) -> str:
        """The whole text, blank outside of what the claim is about."""
        first, last = self.text.scope(self.start)
        read = self.text.read
        return blank(read[:first]) + read[first:last]


class Text:
    """A file with claims."""

    def __init__(self, root: Path, file: Path) -> None:
        self.root, self.file = root, file
        self.raw = file.read_text(encoding="utf-8")

    def place(self, offset: int) -> str:
        """The file and the line, to name in a message."""
        line = self.raw.count("\n", 0, offset) + 1
        return f"{self.file.relative_to(self.root).as_posix()}:{line}"

    def data(self, name: str) -> Any:
        """The measurement of this name."""
        file = self.root / "lessons" / "data" / f"{name}.json"
        if not file.is_file():
            raise MaterialError(f"{self.file} quotes {file}, which is missing.")
        return json.loads(file.read_text(encoding="utf-8"))

    @cached_property
    def read(self) -> str:
        """What people read, at the same offsets: code, comments and addresses are blank."""
        hidden = _NOT_READ_IN_TOML if self.file.suffix == ".toml" else _NOT_READ
        return hidden.sub(lambda found: blank(found[0]), self.raw)

    @cached_property
    def claims(self) -> list[Claim]:
        """What the text says that was measured."""
        return [
            Claim(self, m["said"], m["number"], m["unit"] or "", m["formula"], m.start("said"))
            for m in _CLAIM.finditer(self.raw)
        ]

    def scope(self, claim: int) -> tuple[int, int]:
        """A claim covers the question, the slide, or the paragraph below it."""
        if self.file.suffix == ".toml":
            return self._until("\n[[question]]\n", claim)
        if self.file.name == "talk.md":
            return self._until("\n---\n", claim)
        comments = _COMMENTS.match(self.raw, self.raw.index("\n", claim) + 1)
        return self._until("\n\n", comments.end() if comments else claim)

    def _until(self, mark: str, start: int) -> tuple[int, int]:
        end = self.raw.find(mark, start)
        return start, len(self.raw) if end < 0 else end

    def edits(self) -> Iterator[tuple[int, int, str]]:
        """Each number to replace, with what it must become."""
        for claim in self.claims:
            if claim.number is None or claim.turns:
                continue
            yield claim.start, claim.start + len(claim.said), claim.measured
            for start, end in self.places_of(claim):
                yield start, end, claim.measured

    def places_of(self, claim: Claim) -> list[tuple[int, int]]:
        """Where the text says this claim's number: two that say the same have a place each."""
        alike = [
            other
            for other in self.claims
            if other.said == claim.said and other.places == claim.places
        ]
        if len({other.measured for other in alike}) == 1:
            return claim.places
        if len(alike) != len(claim.places):
            return []
        return [claim.places[alike.index(claim)]]

    def faults(self) -> Iterator[str]:
        """Each claim that is not true, or that no word of the text is about."""
        for claim in self.claims:
            if claim.said != claim.measured:
                turned = ": it is now on the other side of 1" if claim.turns else ""
                yield f"{claim} must become {claim.measured} ({claim.formula}){turned}"
            elif not self.places_of(claim):
                yield f"{claim} is not in the text, or can't be told from another number"

    def rewritten(self) -> str:
        """The text with the measured numbers."""
        text = self.raw
        for start, end, number in sorted(set(self.edits()), reverse=True):
            text = text[:start] + number + text[end:]
        return text


def blank(text: str) -> str:
    """Spaces instead of the text; its lines stay."""
    return re.sub(r"[^\n]", " ", text)


def rounded(value: float, unit: str) -> str:
    """Two digits; three from 100 on with a unit (`145 ms`), and in a ratio between 1 and 2."""
    value /= UNITS[unit]
    if unit in {*SIZES, *TIMES} and 100 <= value < 1000:  # noqa: PLR2004
        return f"{value:.0f}"
    return f"{Decimal(f'{value:.1e}'):f}" if unit else human_ratio(value)


def in_words(said: str, value: float) -> bool:
    """Whether words such as `twice`, `more than ten` or `two or three` are true of the value."""
    found = [WORDS[word] for word in said.lower().split() if word in WORDS]
    if not found:
        raise MaterialError(f"There is no number in {said!r}.")
    if "more than" in said:
        return value > found[0]
    if "less than" in said:
        return value < found[0]
    if found[1:]:
        return 0.95 * found[0] <= value <= 1.05 * found[-1]
    return math.isclose(value, found[0], rel_tol=0.15)


def texts(root: Path) -> list[Text]:
    """Every text that may claim something measured."""
    return [Text(root, file) for pattern in FILES for file in sorted(root.glob(pattern))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Rewrite the numbers, draw the figures; the status is 1 if a person has to read a sentence."""
    root: Path = program.parser("measured", __doc__).parse_args(arguments).root
    left: list[str] = []
    for text in texts(root):
        new = text.rewritten()
        if new != text.raw:
            text.file.write_text(new, encoding="utf-8", newline="\n")
            print(f"{text.file.relative_to(root)}: rewritten")
        left += list(Text(root, text.file).faults())
    for script in (*sorted(root.glob("lessons/figures/*.py")), root / "slides/img/draw.py"):
        subprocess.run([sys.executable, script], check=True)
        print(f"{script.relative_to(root)}: drawn")
    if left:
        print("\nA person must write these:", *left, sep="\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(program.run(main))
