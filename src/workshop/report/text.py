"""The sections of a verdict for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.base.ansi import paint, plain
from workshop.base.markup import painted
from workshop.report import sections as kinds
from workshop.report.facts import Fact

_BOLD, _FAINT = "1", "2"


def as_text(sections: Sequence[kinds.Section], *, color: bool) -> str:
    """The sections below each other, a blank line between them."""
    text = "\n\n".join(filter(None, map(_section, sections)))
    return text if color else plain(text)


def _section(section: kinds.Section) -> str:  # noqa: PLR0911 - one case for each kind
    match section:
        case kinds.Headline():
            mark, tone = ("✓", "1;32") if section.passed else ("✗", "1;31")
            return f"{paint(f'{mark} {section.exercise}', tone)}  {section.text}"
        case kinds.CompilerMessage():
            return _message(section)
        case kinds.Picture():
            from workshop.borrows import text as timeline_text  # a pass needs no pictures

            return timeline_text.draw(section.timeline, color=True).rstrip("\n")
        case kinds.Explanation():
            return explanation(section)
        case kinds.Remark():
            return paint(section.text, _FAINT) if section.faint else painted(section.text)
        case kinds.FailedTests():
            return _failed_tests(section)
        case kinds.Output():
            return "Output before it ended:\n" + _indented(section.text)
        case kinds.Hints():
            return paint("Hint: ", "1;36") + painted(section.fitting) if section.fitting else ""
        case kinds.Advice():
            others = "And:\n" + _indented("\n".join(section.others)) if section.others else ""
            return "\n\n".join(filter(None, [section.introduction, *section.pieces, others]))


def _message(section: kinds.CompilerMessage) -> str:
    shown = f"{section.introduction}\n{section.rendered}".lstrip("\n")
    if not section.shortened:
        return shown
    return f"{shown}\n{paint(f'[{section.shortened}; `workshop check --full` shows all]', _FAINT)}"


def explanation(section: kinds.Explanation) -> str:
    """Our sentence, and below it where to read on."""
    if section.short is None:
        return ""
    full = f"in full: rustc --explain {section.code}" if section.full else ""
    below = "; ".join(filter(None, [section.read_on, full]))
    below = below[:1].upper() + below[1:]
    shown = paint("In short: ", _BOLD) + painted(section.short.says)
    return f"{shown}\n{paint(below, _FAINT)}" if below else shown


def _failed_tests(section: kinds.FailedTests) -> str:
    first = section.tests[0]
    lines = [f"  {paint(first.name, _BOLD)}", *map(_fact, first.facts)]
    if section.others:
        lines += ["", "  " + paint(section.others, _FAINT)]
    return "\n".join(lines)


def _fact(fact: Fact) -> str:
    """The label in a column of its own. What a value prints must not move the cursor."""
    first, *more = plain(fact.text).splitlines() or [""]
    rest = "".join(f"\n{'':15}{line}" for line in more)
    return f"    {paint(f'{fact.label:<10}', _FAINT)} {first}{rest}"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
