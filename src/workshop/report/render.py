"""A verdict as terminal text or as HTML; all that came from the learner is escaped."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from workshop.base import ansi
from workshop.check.check import Verdict
from workshop.check.results import TestResult
from workshop.course.compiler_codes import Explained
from workshop.report import explain
from workshop.rust.diagnostics import Diagnostic

_MAX_NAMES = 6
_MAX_OUTPUT = 1500


def as_text(verdict: Verdict, root: Path, *, color: bool, picture: bool = False) -> str:
    """The verdict for a terminal."""
    mark, tone = ("✓", "32") if verdict.passed else ("✗", "31")
    parts = [_paint(f"{mark} {verdict.exercise}", f"1;{tone}") + f"  {verdict.headline}"]
    parts += _error_text(verdict, root, picture=picture)
    parts += _tests_text(verdict)
    if verdict.suspect_warning:
        parts.append(f"The compiler warns of this:\n{verdict.suspect_warning.rendered.strip()}")
    if _shows_output(verdict):
        parts.append("It had written:\n" + _indent(verdict.output[-_MAX_OUTPUT:]))
    if verdict.hint:
        parts.append(_paint("Hint: ", "1;36") + verdict.hint.text)
    text = "\n\n".join(parts)
    return text if color else ansi.plain(text)


def _error_text(verdict: Verdict, root: Path, *, picture: bool) -> list[str]:
    error = explain.first_error(verdict)
    if error is None:
        return []
    parts = [error.rendered.strip()]
    if picture and (drawn := _picture(error)):
        parts.append(drawn)
    if short := explain.explained(verdict, root):
        more = [short.place] if explain.is_there(short, root) else []
        more += [f"in full: rustc --explain {error.code}"] if error.code else []
        below = f"\n{_paint('; '.join(more), '2')}" if more else ""
        parts.append(_paint("In short: ", "1") + short.says + below)
    if place := explain.in_tests(verdict):
        parts.append(place)
    if rest := explain.waiting(verdict):
        parts.append(_paint(rest, "2"))
    return parts


def _picture(error: Diagnostic) -> str | None:
    from workshop.borrows import model, text

    drawn = model.of(error)
    return text.draw(drawn, color=True).rstrip("\n") if drawn else None


def _tests_text(verdict: Verdict) -> list[str]:
    failed = verdict.failed_tests
    if not failed:
        return []
    lines = [f"  {_paint(failed[0].name, '1')}"]
    lines += [_fact_text(fact) for fact in explain.facts(failed[0])]
    if rest := _names(failed[1:]):
        lines += ["", _paint(f"  also failed: {rest}", "2")]
    return ["\n".join(lines)]


def _fact_text(fact: explain.Fact) -> str:
    first, *more = fact.text.splitlines() or [""]
    rest = "".join(f"\n{'':15}{line}" for line in more)
    return f"    {_paint(f'{fact.label:<10}', '2')} {first}{rest}"


def _names(tests: tuple[TestResult, ...]) -> str:
    names = [test.name for test in tests[:_MAX_NAMES]]
    more = len(tests) - len(names)
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")


def _shows_output(verdict: Verdict) -> bool:
    return verdict.outcome in {"timeout", "crash", "incomplete"} and bool(verdict.output)


def _paint(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _indent(text: str) -> str:
    return "\n".join(f"  {line}" for line in ansi.plain(text).splitlines())


def as_html(
    verdict: Verdict,
    root: Path,
    *,
    hints: tuple[str, ...] = (),
    page_link: Callable[[Explained], str | None] | None = None,
) -> str:
    """The verdict for a notebook: classes for both themes, every text escaped.

    `hints` are the further hints, shown folded, each inside the one before. `page_link` gives the
    address of the section that explains the first error.
    """
    state = "passed" if verdict.passed else "failed"
    mark = "✓" if verdict.passed else "✗"
    parts = [
        f'<p class="ws-headline ws-{state}"><strong>{mark} {escape(verdict.exercise)}</strong></p>',
        f"<p>{_prose(verdict.headline)}</p>",
        *_error_html(verdict, root, page_link),
        *_tests_html(verdict),
    ]
    if verdict.suspect_warning:
        shown = ansi.as_html(verdict.suspect_warning.rendered.strip())
        parts.append(f"<p>The compiler warns of this:</p><pre>{shown}</pre>")
    if _shows_output(verdict):
        parts.append(_fold("What it had written", _pre(verdict.output[-_MAX_OUTPUT:])))
    if verdict.hint:
        parts.append(f'<p class="ws-hint"><strong>Hint</strong> {_prose(verdict.hint.text)}</p>')
    parts.append(_nested(list(hints)))
    return f'<div class="ws-cell ws-verdict">{"".join(parts)}</div>'


def _error_html(
    verdict: Verdict, root: Path, page_link: Callable[[Explained], str | None] | None
) -> list[str]:
    error = explain.first_error(verdict)
    if error is None:
        return []
    parts = [f"<pre>{ansi.as_html(error.rendered.strip())}</pre>", _picture_html(error)]
    if short := explain.explained(verdict, root):
        shown = f" {_prose(short.place)}." if explain.is_there(short, root) else ""
        address = page_link(short) if page_link is not None else None
        if address:
            shown = f' <a href="{escape(address)}">{_prose(short.place)}</a>.'
        parts.append(f"<p><strong>In short</strong> {_prose(short.says)}{shown}</p>")
    if place := explain.in_tests(verdict):
        parts.append(f"<p>{_prose(place)}</p>")
    if error.explanation:
        parts.append(_fold(f"rustc --explain {error.code}", _pre(error.explanation)))
    if rest := explain.waiting(verdict):
        parts.append(f'<p class="ws-faint">{escape(rest)}</p>')
    return parts


def _picture_html(error: Diagnostic) -> str:
    from workshop.borrows import model, svg

    drawn = model.of(error)
    return svg.draw(drawn) if drawn else ""


def _tests_html(verdict: Verdict) -> list[str]:
    failed = verdict.failed_tests
    if not failed:
        return []
    rows = "".join(
        f'<tr><th scope="row">{escape(fact.label)}</th><td><pre>{escape(fact.text)}</pre></td></tr>'
        for fact in explain.facts(failed[0])
    )
    parts = [f"<p><code>{escape(failed[0].name)}</code></p><table>{rows}</table>"]
    if rest := _names(failed[1:]):
        parts.append(f'<p class="ws-faint">also failed: {escape(rest)}</p>')
    return parts


def _nested(hints: list[str]) -> str:
    if not hints:
        return ""
    inner = f"<p>{_prose(hints[0])}</p>{_nested(hints[1:])}"
    return f"<details><summary>Another hint</summary>{inner}</details>"


def _fold(title: str, inner: str) -> str:
    return f"<details><summary>{escape(title)}</summary>{inner}</details>"


def _pre(text: str) -> str:
    return f"<pre>{escape(ansi.plain(text))}</pre>"


def _prose(text: str) -> str:
    """Escaped text in which `code` is set as code."""
    pieces = escape(text).split("`")
    if len(pieces) % 2 == 0:
        return escape(text)
    return "".join(f"<code>{p}</code>" if i % 2 else p for i, p in enumerate(pieces))
