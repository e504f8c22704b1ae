"""What a page shows of a cell: the compiler's words, in color, for a page and for a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from workshop.base import ansi
from workshop.base.markup import code_spans, painted, style_sheet
from workshop.borrows import svg, text
from workshop.borrows.from_diagnostic import timeline_of
from workshop.borrows.model import Timeline
from workshop.course.explanations import ShortExplanation
from workshop.report.html import compiler_message
from workshop.report.sections import message_of
from workshop.rust.diagnostics import Diagnostic
from workshop.rust.folding import fold


@dataclass(frozen=True)
class CellReport:
    """The diagnostics of a cell; `source` is the text of the file that was compiled.

    `short` is our sentence on the first of them, where the page doesn't explain it.
    """

    diagnostics: tuple[Diagnostic, ...]
    source: str
    short: ShortExplanation | None = None

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self.html()}

    def text(self) -> str:
        """The messages with the colors of a terminal, and the picture of the first refusal."""
        messages = [ansi.dark(fold(message.rendered).text) for message in self.diagnostics]
        picture = self.picture
        drawn = [text.draw(picture, color=True)] if picture else []
        short = [f"{ansi.paint('In short:', '1')} {painted(self.short.says)}"] if self.short else []
        return "\n\n".join([*messages, *short, *drawn])

    def html(self) -> str:
        """The same as HTML with its own style sheet."""
        messages = "".join(compiler_message(message_of(each)) for each in self.diagnostics)
        if self.short:
            messages += f"<p><strong>In short</strong> {code_spans(self.short.says)}</p>"
        drawn = svg.draw(self.picture) if self.picture else ""
        return f'<style>{style_sheet()}</style>\n<div class="ws-cell">{messages}</div>{drawn}'

    @cached_property
    def picture(self) -> Timeline | None:
        """The timeline of the first error that has one."""
        pictures = (timeline_of(message, self.source) for message in self.diagnostics)
        return next((picture for picture in pictures if picture), None)
