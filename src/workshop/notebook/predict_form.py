"""A picture of permissions as a form: a reader fills in some of its marks, then it shows all.

The whole picture and what is said of each answer stand in an attribute, encoded: neither a reader
nor a screen reader meets them before. Where no script runs, the form says what it needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.resources import files
from itertools import product

from workshop.base.markup import code_spans
from workshop.borrows.permissions import html
from workshop.borrows.permissions.model import State
from workshop.borrows.permissions.picture import Cell, Column
from workshop.borrows.permissions.predict import Prediction
from workshop.borrows.permissions.words import LETTERS, mark_words, state_words
from workshop.notebook.quiz_form import OWN_KEYS, encoded

_TASK = (
    "Predict what may be done after each line with dashed letters: "
    "press the letter of each permission that is there."
)
_ASLEEP = (
    '<p class="ws-asleep">To predict, allow JavaScript. In a notebook, run this cell first: '
    "click here, then press Shift+Enter.</p>"
)


@cache
def script() -> str:
    """The JavaScript that a page with predictions needs, once; more often does no harm."""
    return files("workshop.notebook").joinpath("predict.js").read_text(encoding="utf-8")


def draw(asked: Prediction) -> str:
    """The picture as a `<figure>` with a `<form>`. The page needs the style sheet and `script()`.

    `data-facts` has the whole `figure`, and for each of its `cells` the right letters and the
    verdict on each possible answer.
    """
    masked = asked.masked
    inputs = {cell: _inputs(asked, number) for number, cell in enumerate(asked.cells)}
    facts = {
        "figure": html.draw(asked.picture),
        "cells": [_facts(asked, cell) for cell in asked.cells],
    }
    hidden = encoded(facts)
    table = html.table(masked, html.Covers(inputs, asked.hidden))
    return (
        '<figure class="ws-cell ws-picture">'
        f"<figcaption>{code_spans(masked.title)}</figcaption>"
        f'<form class="ws-predict" data-facts="{hidden}" autocomplete="off">'
        f"<fieldset><legend>{_TASK}</legend>"
        f'<div class="ws-scroll" tabindex="0" role="group" aria-label="{html.KIND}">{table}</div>'
        f"</fieldset>{html.legend(masked)}{_ASLEEP}"
        f'<button type="submit" {OWN_KEYS}>Check</button>'
        '<div class="ws-feedback" role="status"></div></form>'
        f"{html.remarks_below(masked)}</figure>"
    )


def _inputs(asked: Prediction, number: int) -> str:
    """Three checkboxes that look like marks."""
    row, path = asked.cells[number]
    column, line = asked.picture.columns[path], asked.picture.lines[row].number
    boxes = "".join(
        f'<label class="ws-mark ws-toggle" title="{words}">'
        f'<input type="checkbox" value="{letter}" {OWN_KEYS} '
        f'aria-label="{escape(column.name)} after line {line}: {words}">'
        f'<span aria-hidden="true">{letter}</span></label>'
        for letter in LETTERS
        for words in [escape(mark_words(column, letter, has=True))]
    )
    return f'<span class="ws-marks" data-asked="{number}">{boxes}</span>'


def _facts(asked: Prediction, cell: Cell) -> dict[str, object]:
    row, path = cell
    line, column = asked.picture.lines[row], asked.picture.columns[path]
    state = line.states[path]
    right = state.letters if state else ""
    verdicts = {answer.letters: _verdict(column, answer, right) for answer in _answers()}
    return {"line": line.number, "path": path, "letters": right, "verdicts": verdicts}


def _answers() -> Iterator[State]:
    """Each possible answer as a state."""
    for read, write, own in product((True, False), repeat=3):
        yield State(read, write, own)


def _verdict(column: Column, answer: State, right: str) -> str:
    """What is said of an answer, as a note of its line."""
    is_right = answer.letters == right
    kind, symbol, said = ("right", "✓", "right.") if is_right else ("wrong", "✗", "not quite.")
    yours = "" if is_right else f" Your answer: {_lower(state_words(column, answer))}"
    return (
        f'<div class="ws-note ws-predicted ws-{kind}"><b aria-hidden="true">{symbol}</b>'
        f"<span>{code_spans(f'`{column.name}`')}: <strong>{said}</strong>{yours}</span></div>"
    )


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
