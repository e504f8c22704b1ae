"""The bridges between Python and Rust, as a table in Markdown: how much is written, what it costs.

The last columns say what wrong calls were seen to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workshop.bench.measure import human_nanoseconds
from workshop.bench.tables import cells, measured_on

WORDS = {
    "right": "the right number",
    "wrong": "wrong numbers",
    "abort": "abort",
    "crash": "crash",
}
"""What a page says for each word of the measurement, except exceptions and statuses."""
_HEAD = "| bridge | lines | `half` | small arrays | float32 array | panic |"
_LEGEND = """\
Lines of code in Rust + Python + C around the same core of {core} lines, \
without blank lines, comments and docstrings. \
A call of a `half` that is written in Python takes {python} ns. \
Small arrays: `nearest_distances` of 3 points and 2 references. \
Float32 array: what comes back if no check in Python stands before the call. \
Panic: what comes of it if the Rust function catches it; then, if it doesn't. \
Status 4 is a number that the function returns; an abort ends the process."""


def bridges_table(facts: Mapping[str, Any]) -> str:
    """The table, with what it means and what it was measured on below it."""
    rows = [_HEAD, "|---|---:|---:|---:|---|---|", *(_row(facts, way) for way in facts["labels"])]
    python = human_nanoseconds(facts["ns"]["half"]["python"])
    legend = _LEGEND.format(core=facts["lines"]["core"]["rust"], python=python)
    return "\n".join([*rows, "", legend, measured_on(facts)])


def _row(facts: Mapping[str, Any], way: str) -> str:
    lines, found = facts["lines"][way], facts["safety"][way]
    panics = dict.fromkeys([_word(found["panic_caught"]), _word(found["panic"])])
    counts = [lines[language] for language in ("rust", "python", "c")]
    texts = (
        facts["labels"][way],
        " + ".join(str(count) for count in counts if count),
        *(f"{human_nanoseconds(facts['ns'][of][way])} ns" for of in ("half", "small")),
        _word(found["float32"]),
        "; ".join(panics),
    )
    return cells(texts)


def _word(word: str) -> str:
    """An exception stands in code; a status is said as it is."""
    if word.endswith(("Error", "Exception")):
        return f"`{word}`"
    return word if word.startswith("status ") else WORDS[word]
