"""The Sphinx extension for questions and pictures, and their style sheet and script."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from workshop.base.errors import WorkshopError
from workshop.base.markup import style_sheet
from workshop.notebook import permission_boxes, predict_form
from workshop.notebook.cell_boxes import CELL_BOXES, CellBox
from workshop.notebook.quiz_form import script
from workshop.publish.questions import check_question

_SCRIPTS = {"workshop-quiz.js": script, "workshop-predict.js": predict_form.script}
_FILES = {"workshop-cells.css": style_sheet, **_SCRIPTS}


def _as_written(value: str | None) -> str:
    return value or ""


class CellBoxDirective(SphinxDirective):
    """`{workshop-quiz} ID`, `{workshop-memory} NAME`."""

    required_arguments = 1
    has_content = False

    def run(self) -> list[nodes.Node]:
        """The box as HTML; the page is read again when the box's file changes."""
        root, page = Path(self.env.srcdir), Path(self.env.doc2path(self.env.docname))
        box = CellBox(self.name, self.arguments[0], root, page, self.options)
        try:
            check_question(box)
            text, file = box.html()
        except WorkshopError as error:
            raise self.error(str(error)) from error
        self.env.note_dependency(str(file))
        return [nodes.raw("", text, format="html")]


class PermissionsDirective(CellBoxDirective):
    """`{workshop-permissions} NAME`, which has options."""

    option_spec: ClassVar[Any] = dict.fromkeys(permission_boxes.OPTIONS, _as_written)


def _show_names(_app: Sphinx, page: nodes.document, _docname: str) -> None:
    """Put the name of a code cell above it: a question may be about it.

    MyST-NB has then told apart the source and the output that the page hides.
    """
    for cell in page.findall(nodes.container):
        if name := cell.get("cell_metadata", {}).get("name"):
            label = f'<p class="ws-cell-name">Cell {escape(name)}</p>'
            cell.insert(0, nodes.raw("", label, format="html"))


def _copy_files(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        folder = Path(app.outdir) / "_static"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in _FILES.items():
            (folder / name).write_text(text(), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything with Sphinx."""
    for name in CELL_BOXES:
        has_options = name == permission_boxes.DIRECTIVE
        app.add_directive(name, PermissionsDirective if has_options else CellBoxDirective)
    app.add_css_file("workshop-cells.css")
    for name in _SCRIPTS:
        app.add_js_file(name)
    app.connect("doctree-resolved", _show_names)
    app.connect("build-finished", _copy_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "version": "1"}
