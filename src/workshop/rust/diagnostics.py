"""What the compiler says, read from its JSON messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from workshop.rust.folding import is_elsewhere

_SUMMARY = re.compile(r"aborting due to|\d+ warnings? emitted")


@dataclass(frozen=True)
class Span:
    """A place in the source. Lines and columns count from 1; `end_column` is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    label: str | None
    primary: bool
    text: tuple[str, ...]
    """The source lines that the span touches, as the compiler read them."""
    call: Span | None = None
    """For a place inside a macro: the place that calls the macro, with the same label."""
    start: int = 0
    """The first byte of the file that it marks; `end` is the first behind it."""
    end: int = 0


@dataclass(frozen=True)
class Diagnostic:
    """One message of the compiler. `rendered` is its full text, with ANSI colors."""

    level: str
    code: str | None
    message: str
    rendered: str
    explanation: str | None
    spans: tuple[Span, ...]
    children: tuple[Diagnostic, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether this message stops the build."""
        return self.level in {"error", "error: internal compiler error"}

    @property
    def is_summary(self) -> bool:
        """Whether this message only counts the others, or says where to read about them."""
        return self.level == "failure-note" or _SUMMARY.match(self.message) is not None

    @property
    def primary(self) -> Span | None:
        """The span that the message is about, or None (for example for linker errors)."""
        return next((span for span in self.spans if span.primary), None)

    @property
    def all_words(self) -> str:
        """The message, its labels, and the notes and suggestions below it, without the source."""
        labels = [span.label for span in self.spans if span.label]
        return "\n".join([self.message, *labels, *(child.all_words for child in self.children)])


def parse_diagnostic(message: Mapping[str, Any]) -> Diagnostic:
    """Read the `message` of one cargo `compiler-message`, or one line of rustc's JSON output."""
    code = message.get("code") or {}
    return Diagnostic(
        level=message["level"],
        code=code.get("code"),
        message=message["message"],
        rendered=message.get("rendered") or "",
        explanation=code.get("explanation"),
        spans=tuple(_parse_span(span) for span in message.get("spans", ())),
        children=tuple(parse_diagnostic(child) for child in message.get("children", ())),
    )


def _parse_span(span: Mapping[str, Any]) -> Span:
    while span.get("expansion") and _inside_a_macro(span["file_name"]):
        outer = span["expansion"]["span"]  # go out to the line that called it
        span = {**outer, "label": span.get("label"), "is_primary": span["is_primary"]}
    found, outermost = _span_alone(span), span
    while (expansion := outermost.get("expansion")) and not _is_syntax(expansion):
        outermost = expansion["span"]
    if outermost is span:
        return found
    call = replace(_span_alone(outermost), label=found.label, primary=found.primary)
    return replace(found, call=call)


def _is_syntax(expansion: Mapping[str, Any]) -> bool:
    """Whether it is no macro but a `for` or a `?`, which the compiler writes out."""
    return str(expansion.get("macro_decl_name", "")).startswith("desugaring")


def _span_alone(span: Mapping[str, Any]) -> Span:
    return Span(
        file=span["file_name"],
        line=span["line_start"],
        column=span["column_start"],
        end_line=span["line_end"],
        end_column=span["column_end"],
        label=span.get("label"),
        primary=span["is_primary"],
        text=tuple(line["text"] for line in span.get("text", ())),
        start=span.get("byte_start", 0),
        end=span.get("byte_end", 0),
    )


def _inside_a_macro(file: str) -> bool:
    return file.startswith("<") or is_elsewhere(file)


def with_other_paths(diagnostic: Diagnostic, start: str, new: str) -> Diagnostic:
    """The diagnostic with all paths that begin with `start` beginning with `new`."""
    begin = re.compile(rf"((?:-->|:::)(?:\x1b\[[\d;]*m|\s)*){re.escape(start)}")
    return replace(
        diagnostic,
        rendered=begin.sub(lambda match: match[1] + new, diagnostic.rendered),
        spans=tuple(_with_other_path(span, start, new) for span in diagnostic.spans),
        children=tuple(with_other_paths(child, start, new) for child in diagnostic.children),
    )


def _with_other_path(span: Span, start: str, new: str) -> Span:
    file = new + span.file.removeprefix(start) if span.file.startswith(start) else span.file
    call = _with_other_path(span.call, start, new) if span.call else None
    return replace(span, file=file, call=call)
