"""What the compiler says, read from its JSON messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


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
    def primary(self) -> Span | None:
        """The span that the message is about, or None (for example for linker errors)."""
        return next((span for span in self.spans if span.primary), None)


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
    while span.get("expansion") and span["file_name"].startswith("<"):
        span = span["expansion"]["span"]  # inside a macro: go out to the line that called it
    return Span(
        file=span["file_name"],
        line=span["line_start"],
        column=span["column_start"],
        end_line=span["line_end"],
        end_column=span["column_end"],
        label=span.get("label"),
        primary=span["is_primary"],
        text=tuple(line["text"] for line in span.get("text", ())),
    )
