"""The sections of a verdict for a notebook: everything escaped, classes for both themes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from workshop.base import ansi
from workshop.base.markup import code_spans
from workshop.borrows import svg
from workshop.report import sections as kinds


def as_html(sections: Sequence[kinds.Section]) -> str:
    """The sections in one box; the page needs the style sheet."""
    kind = " ws-verdict" if any(isinstance(section, kinds.Headline) for section in sections) else ""
    return f'<div class="ws-cell{kind}">{"".join(map(_section, sections))}</div>'


def _section(section: kinds.Section) -> str:  # noqa: PLR0911 - one case for each kind
    match section:
        case kinds.Headline():
            state, mark = ("passed", "✓") if section.passed else ("failed", "✗")
            name = f"<strong>{mark} {escape(section.exercise)}</strong>"
            return f'<p class="ws-headline ws-{state}">{name}</p>{_paragraph(section.text)}'
        case kinds.CompilerMessage():
            introduction = _paragraph(section.introduction) if section.introduction else ""
            return f"{introduction}{compiler_message(section)}"
        case kinds.Picture():
            return svg.draw(section.timeline)
        case kinds.Explanation():
            return explanation(section)
        case kinds.Remark():
            return _faint(section.text) if section.faint else _paragraph(section.text)
        case kinds.FailedTests():
            return _failed_tests(section)
        case kinds.Output():
            return _fold("Output before it ended", _block(section.text))
        case kinds.Hints():
            return _hints(section)
        case kinds.Advice():
            others = "And:\n" + "\n".join(f"  {line}" for line in section.others)
            pieces = [*section.pieces, *([others] if section.others else [])]
            shown = ansi.as_html("\n\n".join(pieces))
            return _fold(section.introduction, f"<pre>{shown}</pre>")


def compiler_message(section: kinds.CompilerMessage) -> str:
    """The compiler's words; where lines are left out, the whole lies folded below."""
    shown = f"<pre>{ansi.as_html(section.rendered)}</pre>"
    if not section.shortened:
        return shown
    whole = f"<pre>{ansi.as_html(section.full)}</pre>"
    return shown + _fold(f"{section.shortened}: the whole message", whole)


def explanation(section: kinds.Explanation) -> str:
    """Our sentence, where to read on, and the compiler's long text folded below."""
    shown = ""
    if section.short is not None:
        read_on = code_spans(section.read_on or "")
        if section.link:
            read_on = f'<a href="{escape(section.link)}">{read_on}</a>'
        read_on = f" {read_on}." if read_on else ""
        shown = f"<p><strong>In short</strong> {code_spans(section.short.says)}{read_on}</p>"
    if section.full:
        shown += _fold(f"rustc --explain {section.code}", _block(section.full))
    return shown


def _failed_tests(section: kinds.FailedTests) -> str:
    first = section.tests[0]
    rows = "".join(
        f'<tr><th scope="row">{escape(fact.label)}</th><td><pre>{escape(fact.text)}</pre></td></tr>'
        for fact in first.facts
    )
    table = f'<table class="ws-facts">{rows}</table>'
    others = _faint(section.others) if section.others else ""
    return f"<p><code>{escape(first.name)}</code></p>{table}{others}"


def _hints(section: kinds.Hints) -> str:
    """The further hints lie folded, each inside the one before."""
    folded = ""
    for number, hint in reversed([*enumerate(section.further)]):
        another = number > 0 or section.fitting is not None
        folded = _fold("Another hint" if another else "A hint", _paragraph(hint) + folded)
    if section.fitting is None:
        return folded
    return f'<p class="ws-hint"><strong>Hint</strong> {code_spans(section.fitting)}</p>{folded}'


def _fold(title: str, inner: str) -> str:
    return f"<details><summary>{code_spans(title)}</summary>{inner}</details>"


def _paragraph(text: str) -> str:
    return f"<p>{code_spans(text)}</p>"


def _faint(text: str) -> str:
    return f'<p class="ws-faint">{code_spans(text)}</p>'


def _block(text: str) -> str:
    return f"<pre>{escape(ansi.plain(text))}</pre>"
