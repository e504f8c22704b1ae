"""Small changes of a finished solution, each of which the exercise's tests must notice.

A change swaps one operator, number, word or condition, or leaves one statement out. Those that
change nothing that a caller could see are listed in `tests/equivalent_mutants.toml`, with why.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from documents import ROOT

EQUIVALENT = ROOT / "tests" / "equivalent_mutants.toml"

_SWAPS = {
    " + ": (" - ", " * "),
    " - ": (" + ",),
    " * ": (" / ", " + "),
    " / ": (" * ",),
    " % ": (" / ",),
    " += ": (" -= ", " = "),
    " -= ": (" += ", " = "),
    " *= ": (" /= ",),
    " == ": (" != ",),
    " != ": (" == ",),
    " < ": (" <= ", " > "),
    " <= ": (" < ",),
    " > ": (" >= ", " < "),
    " >= ": (" > ",),
    " && ": (" || ",),
    " || ": (" && ",),
    "..=": ("..",),
    "true": ("false",),
    "false": ("true",),
    ".min(": (".max(",),
    ".max(": (".min(",),
    "f64::min": ("f64::max",),
    "INFINITY": ("MAX", "NEG_INFINITY"),
    "NAN": ("INFINITY",),
    ".is_finite()": (".is_normal()",),
    ".is_nan()": (".is_infinite()",),
    ".is_empty()": (".len() == 1",),
    ".first()": (".last()",),
    ".last()": (".first()",),
    ".iter()": (".iter().skip(1)", ".iter().take(200)"),
    ".iter_mut()": (".iter_mut().skip(1)",),
    ".len()": (".len().saturating_sub(1)", ".capacity()"),
    ".trim()": ("", ".trim_start()", ".trim_end()"),
    ".abs()": ("",),
    ".sqrt()": ("",),
    "split_once": ("rsplit_once",),
    ".lines()": (".split('\\n')", ".lines().rev()"),
    "::<f64>()": ("::<f32>().map(f64::from)",),
    "return Some(": ("return Some(0 * ",),
    "None": ("Some(Default::default())",),
}
_NUMBER = re.compile(r"(?<![\w.])\d[\d_]*(?:\.\d+)?(?:_?f64)?(?![\w.(])|(?<=[\w)]\.)[01]\b")
_REPLACED = {
    re.compile(r"(?<=[ (])-(?=\d)"): ("",),
    re.compile(r" as f64\b"): (" as f32 as f64",),
    re.compile(r"(?<=[ (])!(?=[\w(])"): ("",),
    re.compile(r"(?<=\bif )(?!let )[^{}\n]+(?= \{)"): ("true", "false"),
    re.compile(r"^ +(?! |let |use |return |\}|//|#)[^\n]*;\n", re.MULTILINE): ("",),
}
"""A sign, a cast, a `!`, a condition, a statement."""
_FUNCTION = re.compile(
    r"^( *)((?:pub )?fn [^{;]*-> (PyResult|Result|io::Result)?[^{;]* \{\n)", re.MULTILINE
)
_TEXT = re.compile(r'(?<=")[^"\\\n]+(?=")')
_COMMENT = re.compile(r"//[^\n]*")
_NO_CODE = re.compile(
    r'//[^\n]*|^ *(?:pub )?(?:use|mod|type) [^\n]*\n|"(?:\\.|[^"\\])*"', re.MULTILINE
)
"""Comments, imports and the like; strings are changed as wholes."""


@dataclass(frozen=True)
class Mutant:
    """A solution with one change; `name` is the line before and after it, for people."""

    name: str
    source: str


def mutants_of(source: str) -> list[Mutant]:
    """Every small change of a Rust file, in its order; some of them don't compile."""
    found: dict[str, Mutant] = {}
    for start, end, new in sorted(_changes(source)):
        changed = source[:start] + new + source[end:]
        line = source.count("\n", 0, start)
        before, after = (text.split("\n")[line].strip() for text in (source, changed))
        if "\n" in new or source.count("\n") != changed.count("\n"):  # a body, a statement
            after = new.rpartition("\n")[2].strip() or "nothing"
        if changed != source:
            name = _unlike(f"{before} ==> {after}", found.values())
            found.setdefault(changed, Mutant(name, changed))
    return list(found.values())


def _unlike(name: str, others: Iterable[Mutant]) -> str:
    """The name, with a number where the same line occurs twice in a file."""
    same = sum(other.name.partition(" (again")[0] == name for other in others)
    return f"{name} (again, {same})" if same else name


def _changes(source: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and replacement of each change."""
    no_code = _spans(_NO_CODE, source)
    for old, news in _SWAPS.items():
        for match in _outside(no_code, re.compile(re.escape(old)), source):
            yield from ((*match.span(), new) for new in news)
    for pattern, news in _REPLACED.items():
        for match in _outside(no_code, pattern, source):
            yield from ((*match.span(), new) for new in news)
    for match in _outside(no_code, _NUMBER, source):
        yield (*match.span(), _more(match[0]))
    comments = _spans(_COMMENT, source)
    for match in _outside(comments, _TEXT, source):
        yield (*match.span(), "")
    for match in _outside(comments, _FUNCTION, source):
        body = "Ok(Default::default())" if match[3] else "Default::default()"
        end = source.index(f"\n{match[1]}}}", match.end() - 1)
        yield match.start(), end, f"{match[0]}{match[1]}    {body}"


def _spans(pattern: re.Pattern[str], source: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(source)]


def _outside(
    spans: list[tuple[int, int]], pattern: re.Pattern[str], source: str
) -> Iterator[re.Match[str]]:
    for match in pattern.finditer(source):
        if not any(begin <= match.start() < stop for begin, stop in spans):
            yield match


def _more(number: str) -> str:
    """The next number, in the same notation."""
    digits = re.match(r"[\d_]+(?:\.\d+)?", number)
    assert digits is not None
    plain, ending = digits[0].replace("_", ""), number[digits.end() :]
    return f"{float(plain) + 1}{ending}" if "." in plain else f"{int(plain) + 1}{ending}"


def equivalent(exercise: str) -> dict[str, str]:
    """The changes of a solution that no test can notice, by name, each with its reason."""
    declared = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))
    return {str(name): str(why) for name, why in declared.get(exercise, {}).items()}
