"""What a page shows of a cell: the compiler's words, in color, for a page and for a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from workshop.base import ansi
from workshop.base.markup import style_sheet
from workshop.borrows import svg, text
from workshop.borrows.from_diagnostic import timeline_of
from workshop.borrows.model import Timeline
from workshop.course.explanations import ShortExplanation
from workshop.report import html as page
from workshop.report import text as terminal
from workshop.report.sections import Explanation, message_of
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
        return "\n\n".join([*messages, *filter(None, [terminal.explanation(self._short)]), *drawn])

    def html(self) -> str:
        """The same as HTML with its own style sheet."""
        messages = "".join(page.compiler_message(message_of(each)) for each in self.diagnostics)
        messages += page.explanation(self._short)
        drawn = svg.draw(self.picture) if self.picture else ""
        return f'<style>{style_sheet()}</style>\n<div class="ws-cell">{messages}</div>{drawn}'

    @property
    def _short(self) -> Explanation:
        return Explanation(self.short, read_on=None, link=None, code=None, full=None)

    @cached_property
    def picture(self) -> Timeline | None:
        """The timeline of the first error that has one."""
        pictures = (timeline_of(message, self.source) for message in self.diagnostics)
        return next((picture for picture in pictures if picture), None)
