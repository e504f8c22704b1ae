"""A question as HTML: radio buttons in a fieldset, the answer only after a choice."""

from __future__ import annotations

import base64
import json
from functools import cache
from html import escape
from importlib.resources import files

from workshop.course.quiz import Option, Question
from workshop.report import markdown

OWN_KEYS = 'data-lm-suppress-shortcuts="true"'
"""In JupyterLab: arrows and letters belong to the element that has the focus."""
_ASLEEP = '<p class="ws-asleep">Run this cell first: click here, then press Shift+Enter.</p>'
"""Stays where no script of a notebook runs, as in one that comes from elsewhere."""
_FOR_THE_ROOM = "Question for the room: vote alone, talk in pairs, vote again"
_VERDICTS = {True: "<p><strong>Right.</strong></p>", False: "<p><strong>Not quite.</strong></p>"}


@cache
def script() -> str:
    """The JavaScript that a page with questions needs, once; more often does no harm."""
    return kernel_script() + _read("quiz.js")


@cache
def kernel_script() -> str:
    """The JavaScript with which a page speaks to a kernel."""
    return _read("comm.js")


def _read(name: str) -> str:
    return files("workshop.notebook").joinpath(name).read_text(encoding="utf-8")


def encoded(facts: object) -> str:
    """Facts for the script, in an attribute that nobody reads by chance."""
    return base64.b64encode(json.dumps(facts).encode()).decode()


def form(question: Question, *, kernel: str | None = None, seen: bool = False) -> str:
    """The question as a `<form>`. The page needs the style sheet and `script()`.

    The explanations stand in an attribute, encoded: neither a reader nor a screen reader meets
    them before the answer. `kernel` is the id of the kernel that keeps the first answer. The
    options have the order of the file until the script shuffles them for this reader.
    """
    name = f"ws-quiz-{question.id}"
    feedback = [_VERDICTS[o.correct] + markdown.blocks(o.explanation) for o in question.options]
    facts = {"feedback": feedback, "right": [option.correct for option in question.options]}
    hidden = encoded(facts)
    keeper = f' data-kernel="{escape(kernel)}"' if kernel else ""
    kind = _FOR_THE_ROOM if question.room else "Question"
    return (
        f'<form class="ws-cell ws-quiz" data-question="{escape(question.id)}" '
        f'data-facts="{hidden}"{keeper} autocomplete="off">'
        f'<p class="ws-kind">{kind}{" · already answered" * seen}</p>'
        f'<div id="{name}">{_subject(question)}{markdown.blocks(question.prompt)}'
        f"{_code(question)}</div>"
        f'<fieldset aria-describedby="{name}"><legend>Your answer</legend>'
        f"{_options(name, question)}</fieldset>"
        f"{'' if question.room else _reason(name)}"
        f'<button type="submit" {OWN_KEYS}>Check</button>{_ASLEEP if kernel else ""}'
        '<div class="ws-feedback" role="status"></div></form>'
    )


def _subject(question: Question) -> str:
    """What the question is about, where that is a cell of the page: no program is shown twice."""
    if question.cell is None:
        return ""
    return f'<p class="ws-subject">About the cell <strong>{escape(question.cell)}</strong></p>'


def _code(question: Question) -> str:
    if question.cell is not None:
        return ""
    shown = markdown.code(question.code, question.language) if question.code else ""
    return shown + (markdown.code(question.python, "python") if question.python else "")


def _options(name: str, question: Question) -> str:
    return "".join(_option(name, n, o, question) for n, o in enumerate(question.options))


def _option(name: str, number: int, option: Option, question: Question) -> str:
    shown = markdown.inline(option.text)
    if option.code is not None:
        shown += f'<code class="ws-fix">{markdown.phrase(option.code, question.language)}</code>'
    return (
        f'<label class="ws-option"><input type="radio" name="{name}" value="{number}" {OWN_KEYS}> '
        f"<span>{shown}</span></label>"
    )


def _reason(name: str) -> str:
    label = "Why? Optional, one sentence for yourself"
    return (
        f'<p class="ws-reason"><label for="{name}-why">{label}</label>'
        f'<input type="text" id="{name}-why" class="ws-why" {OWN_KEYS}></p>'
    )
