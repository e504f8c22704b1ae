"""Each number about speed in a text was measured, and the text names the measurement."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import measured
from documents import must_be_none
from measured import Text, texts
from workshop.base.errors import MaterialError
from workshop.bench.measure import human_nanoseconds
from workshop.bench.tables import measured_table

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {text.file.relative_to(ROOT).as_posix(): text for text in texts(ROOT)}
DATA = ROOT / "lessons" / "data"

_COUNTED = "how often references are halved: test_distances_tree.py counts it"
ALLOWED = {
    "lessons/distances-algorithms.md": {
        "10 times": "as many points: arithmetic",
        "100 times": "as many pairs: arithmetic",
        "6 times": _COUNTED,
        "16 times": _COUNTED,
        "1000 times": "as many references: arithmetic",
    },
    "lessons/distances-parallel.md": {
        "10 ms": "the pause between two ticks, written in the cell below",
    },
}
"""Numbers that nobody measured, by file, and why they may stand there."""

_WORD = "|".join(word for word in measured.WORDS if word not in {"half", "twice"})
_NUMBER_OF_SPEED = re.compile(
    rf"""
    (?<![\w.,])(?:
      \d[\d.,]*[ ](?:(?:milli|micro|nano)?seconds?|[mµn]?s)\b   # 36 ms
    | \d[\d.,]*(?:[ ]times\b(?![ ][\d`])|-fold\b)                # 2.3 times
    | (?:{_WORD})[ ]times[ ](?=(?:as|faster|slower|longer|more|less)\b)
    | (?:twice|half)(?=[ ]as[ ](?:fast|long|much)\b|[ ]the[ ]time\b|[ ]of[ ]that\b)
    | factors?[ ]of[ ](?:\d[\d.]*|{_WORD})\b
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What reads as a time or a ratio."""

each_text = pytest.mark.parametrize("name", TEXTS)


@each_text
def test_number_in_the_text_is_the_measured_one(name: str) -> None:
    faults = list(TEXTS[name].faults())
    must_be_none([*faults, "Run: .venv/bin/python tools/measured.py"] if faults else [])


@each_text
def test_every_claim_can_be_read(name: str) -> None:
    text = TEXTS[name]
    lines = re.findall(r"(?m)^\W+measured: .*$", text.raw)
    assert len(text.claims) == len(lines)


@each_text
def test_no_number_about_speed_stands_without_its_measurement(name: str) -> None:
    must_be_none(list(unmeasured(TEXTS[name], ALLOWED.get(name, {}))))


def unmeasured(text: Text, allowed: dict[str, str]) -> Iterator[str]:
    """Each time and ratio that no claim covers."""
    covered = [place for claim in text.claims for place in text.places_of(claim)]
    unused = set(allowed)
    for found in _NUMBER_OF_SPEED.finditer(text.read):
        if any(start < found.end() and found.start() < end for start, end in covered):
            continue
        if found[0] in allowed:
            unused.discard(found[0])
        else:
            yield f"{text.place(found.start())}: {found[0]}: where was this measured?"
    yield from (f"{text.file}: {number} is allowed and isn't there" for number in sorted(unused))


_OWN_PROBLEM = ("trees", "decisions")


def test_part_c_quotes_one_measurement() -> None:
    """Its last page also has a problem of its own: k-d trees on more points of several kinds."""
    must_be_none([
        f"{claim}: not of {' or '.join(known)}"
        for name, text in TEXTS.items()
        if "/distances-" in name
        for known in [("distances", *(_OWN_PROBLEM * ("/distances-algorithms" in name)))]
        for claim in text.claims
        if claim.formula.rpartition(" of ")[2] not in known
    ])  # fmt: skip


def test_no_other_file_measures_the_nearest_distances() -> None:
    others = [file for file in DATA.glob("*.json") if file.name != "distances.json"]
    assert others
    must_be_none([
        f"{file}: {key}"
        for file in others
        for key in keys(json.loads(file.read_text(encoding="utf-8")))
        if re.search(r"nearest|distance|per_pair", key)
    ])  # fmt: skip


def keys(data: object) -> Iterator[str]:
    """Every key of every object in the data."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from keys(value)
    elif isinstance(data, list):
        for value in data:
            yield from keys(value)


# The tests of the tests, and of the rewriting

Write = Callable[[str, str], Text]
TIMES: dict[str, object] = {
    "loop": {"c": 0.0642, "rust": 0.0581, "python": {"1000": 0.5}},
    "ticks": 86,
    "limit": {"ns_per_pair": 0.1017},
    "ns": {"deposit": {"rust": 48.23, "ctypes": 414.4, "numpy": 0.2049}},
    "bytes": {"rust": 152, "wheel": 229_416, "debug": 1_408_586},
}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_text(name: str, text: str) -> Text:
        data = tmp_path / "lessons" / "data" / "times.json"
        data.parent.mkdir(parents=True, exist_ok=True)
        data.write_text(json.dumps(TIMES), encoding="utf-8")
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return Text(tmp_path, file)

    return write_text


CASES = {
    "a time": ("It takes 36 ms.", "36 ms"),
    "a time of a pair": ("0.7 ns per pair", "0.7 ns"),
    "a time in words": ("after 1.5 seconds", "1.5 seconds"),
    "a ratio": ("It is 2.3 times faster.", "2.3 times"),
    "a ratio that ends a sentence": ("Also about 33 times: it is.", "33 times"),
    "a ratio in words": ("It takes three times as long.", "three times "),
    "a double": ("almost twice as fast", "twice"),
    "a half": ("It takes half the time.", "half"),
    "a factor": ("a factor of two", "factor of two"),
    "a cell of a table": ("| C | 64 ms |", "64 ms"),
    "a figure's description": ("![A bar of 3 ms](a.svg)", "3 ms"),
}


@pytest.mark.parametrize(("sentence", "found"), CASES.values(), ids=CASES)
def test_a_number_without_a_measurement_is_found(write: Write, sentence: str, found: str) -> None:
    text = write("lessons/a.md", f"First.\n\n{sentence}\n")
    assert list(unmeasured(text, {})) == [f"lessons/a.md:3: {found}: where was this measured?"]
    slide = write("slides/talk.md", f"name: a\n\n---\n\n{sentence}\n")
    assert len(list(unmeasured(slide, {}))) == 1
    question = write("lessons/quizzes/a.toml", f"[[question]]\nprompt = '{sentence}'\n")
    assert len(list(unmeasured(question, {}))) == 1


NO_NUMBERS = """---
teaching: 20 s
---

It copies the list three times, and `sleep(0.5)` takes `10 ms`, as [this](a-2-ms.md) says.

```text
took 12 ms
```

One and a half times as many, 1000 times 0.5, and half of the room: in 2025.
"""


def test_what_is_no_number_about_speed_is_left_alone(write: Write) -> None:
    assert list(unmeasured(write("lessons/a.md", NO_NUMBERS), {})) == []
    code = "[[question]]\n# about 3 ms\ncode = 'wait 3 ms'\n"
    assert list(unmeasured(write("lessons/quizzes/a.toml", code), {})) == []


def test_an_exception_that_is_not_needed_any_more_is_found(write: Write) -> None:
    text = write("lessons/a.md", "Every 10 ms it ticks.\n")
    assert list(unmeasured(text, {"10 ms": "the pause"})) == []
    (fault,) = unmeasured(text, {"10 ms": "the pause", "20 ms": "another"})
    assert fault.endswith("20 ms is allowed and isn't there")


PAGE = """% measured: 60 ms = loop.c of times
% measured: 60 ms = loop.rust of times
% measured: 2.3 = loop.c / loop.rust of times
% measured: 500 ns = loop.python.1000 / pairs of times
% measured: 90 = ticks of times
% measured: 0.09 ns = limit.ns_per_pair of times
% measured: 51 ns = ns.deposit.rust of times
% measured: 410 ns = ns.deposit.ctypes of times
% measured: 0.3 ns = ns.deposit.numpy of times
% measured: 7.0 = ns.deposit.ctypes / ns.deposit.rust of times
% measured: 150 = bytes.rust of times
% measured: 240 kB = bytes.wheel of times
% measured: 1.5 MB = bytes.debug of times

C takes 60 ms and Rust 60 ms: 2.3 times faster, 500 ns per pair, 90 ticks, 160 ms, 0.09 ns.
A call takes 51 ns, or 410 ns, 7.0 times as long, or 0.3 ns, and an object takes 150 bytes.
The wheel has 240 kB, not 240 files, and 1.5 MB in a debug build.

It takes 60 ms.
"""
NEW_PAGE = """% measured: 64 ms = loop.c of times
% measured: 58 ms = loop.rust of times
% measured: 1.10 = loop.c / loop.rust of times
% measured: 500 ns = loop.python.1000 / pairs of times
% measured: 86 = ticks of times
% measured: 0.10 ns = limit.ns_per_pair of times
% measured: 48 ns = ns.deposit.rust of times
% measured: 414 ns = ns.deposit.ctypes of times
% measured: 0.20 ns = ns.deposit.numpy of times
% measured: 8.6 = ns.deposit.ctypes / ns.deposit.rust of times
% measured: 152 = bytes.rust of times
% measured: 229 kB = bytes.wheel of times
% measured: 1.4 MB = bytes.debug of times

C takes 64 ms and Rust 58 ms: 1.10 times faster, 500 ns per pair, 86 ticks, 160 ms, 0.10 ns.
A call takes 48 ns, or 414 ns, 8.6 times as long, or 0.20 ns, and an object takes 152 bytes.
The wheel has 229 kB, not 240 files, and 1.4 MB in a debug build.

It takes 60 ms.
"""


def test_a_number_that_differs_is_named_and_written(write: Write) -> None:
    text = write("lessons/a.md", PAGE)
    assert next(text.faults()) == ("lessons/a.md:1: 60 ms must become 64 ms (loop.c of times)")
    assert text.rewritten() == NEW_PAGE
    assert list(write("lessons/a.md", NEW_PAGE).faults()) == []


@pytest.mark.parametrize("way", ["rust", "ctypes"])
def test_a_page_rounds_a_call_as_the_table_does(write: Write, way: str) -> None:
    text = write(
        "lessons/a.md", f"% measured: 1 ns = ns.deposit.{way} of calls\n\nIt takes 1 ns.\n"
    )
    calls = (DATA / "calls.json").read_text(encoding="utf-8")
    (text.root / "lessons" / "data" / "calls.json").write_text(calls, encoding="utf-8")
    time = f"{human_nanoseconds(json.loads(calls)['ns']['deposit'][way])} ns"
    assert text.rewritten().splitlines()[-1] == f"It takes {time}."
    assert f"| {time} |" in measured_table(json.loads(calls), [f"deposit.{way}"])


QUESTIONS = """[[question]]
# measured: 60 ms = loop.rust of times
prompt = "Rust takes 60 ms. And C?"
[[question.option]]
text = "Also 60 ms."
[[question]]
prompt = "60 ms"
"""
SLIDES = """name: a

<!-- measured: 60 ms = loop.rust of times -->

Rust: 60 ms.

???

Note: It takes 60 ms.

---

name: b

60 ms
"""


@pytest.mark.parametrize(
    ("name", "old"), [("lessons/quizzes/a.toml", QUESTIONS), ("slides/talk.md", SLIDES)]
)
def test_a_claim_covers_its_question_or_its_slide(write: Write, name: str, old: str) -> None:
    new = write(name, old).rewritten()
    assert new == old.replace("60 ms", "58 ms", 3)


def test_a_sentence_is_not_turned_round(write: Write) -> None:
    page = "% measured: 1.2 = loop.rust / loop.c of times\n\nC is 1.2 times faster.\n"
    text = write("lessons/a.md", page)
    assert text.rewritten() == page
    (fault,) = text.faults()
    assert fault.endswith("it is now on the other side of 1")


WORDS = {
    "twice": (1.8, 2.5),
    "half": (0.52, 0.6),
    "more than twice": (2.6, 1.99),
    "less than ten": (9.0, 10.5),
    "two or three": (2.5, 3.5),
}


@pytest.mark.parametrize(("said", "values"), WORDS.items(), ids=WORDS)
def test_words_are_true_of_what_is_near(said: str, values: tuple[float, float]) -> None:
    right, wrong = values
    assert measured.in_words(said, right)
    assert not measured.in_words(said, wrong)


def test_a_number_in_words_is_left_to_a_person(write: Write) -> None:
    page = "% measured: twice = loop.rust / loop.c of times\n\nTwice as long.\n"
    text = write("lessons/a.md", page)
    assert text.rewritten() == page
    assert list(text.faults()) == [
        "lessons/a.md:1: twice must become 0.90 (loop.rust / loop.c of times)"
    ]


@pytest.mark.parametrize("formula", ["loop.cobol of times", "loop.c of nothing"])
def test_a_formula_without_data_names_its_line(write: Write, formula: str) -> None:
    text = write("lessons/a.md", f"% measured: 2.0 = {formula}\n\n2.0 times\n")
    with pytest.raises(MaterialError, match=r"cobol|nothing"):
        list(text.faults())


def test_a_claim_that_its_text_does_not_make_is_found(write: Write) -> None:
    text = write("lessons/a.md", "% measured: 64 ms = loop.c of times\n\nC takes 164 ms.\n")
    (fault,) = text.faults()
    assert "is not in the text" in fault


ROUNDED = {
    (0.0581, "ms"): "58",
    (0.1449, "ms"): "145",
    (0.00504, "ms"): "5.0",
    (12.8, "s"): "13",
    (1.96, ""): "1.96",
    (174.2, ""): "170",
    (9.96, ""): "10",
    (6.9e-10, "ns"): "0.69",
    (229_416, "kB"): "229",
    (12_340, "kB"): "12",
    (1_408_586, "MB"): "1.4",
}


@pytest.mark.parametrize(("number", "text"), ROUNDED.items())
def test_numbers_are_rounded_for_readers(number: tuple[float, str], text: str) -> None:
    assert measured.rounded(*number) == text
