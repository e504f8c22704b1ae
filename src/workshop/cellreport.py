"""What a page shows of a cell: the compiler's words, in color, for a page and for a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from workshop import ansi
from workshop.diagnostics import Diagnostic


@cache
def style_sheet() -> str:
    """The colors of both themes, for every picture and message that a page shows."""
    return files("workshop").joinpath("cells.css").read_text(encoding="utf-8")


@dataclass(frozen=True)
class CellReport:
    """The diagnostics of a cell; `source` is the text of the file that was compiled."""

    diagnostics: tuple[Diagnostic, ...]
    source: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self.html()}

    def text(self) -> str:
        """The messages with the colors of a terminal."""
        return "\n".join(ansi.dark(message.rendered).strip("\n") for message in self.diagnostics)

    def html(self) -> str:
        """The messages as HTML with its own style sheet."""
        parts = "".join(_message(message) for message in self.diagnostics)
        return f'<style>{style_sheet()}</style>\n<div class="ws-cell">{parts}</div>'


def _message(message: Diagnostic) -> str:
    return f"<pre>{ansi.as_html(message.rendered.strip())}\n</pre>"
