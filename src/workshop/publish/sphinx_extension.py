"""The Sphinx extension of the book: boxes, tables, offline assets, pages renewed when due.

The boxes of `directives` (on episodes) and `reference_tables` (on reference pages) make Markdown
from the catalog, which is then read as if it stood on the page. Questions and pictures
are HTML already: see `sphinx_cells`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from docutils.statemachine import StringList  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from workshop.base.errors import WorkshopError
from workshop.course.catalog import Catalog
from workshop.publish import book_assets as assets
from workshop.publish.converter import EXPECTED
from workshop.publish.directives import BOXES, Page, render
from workshop.publish.page_digest import output_digest, page_digest
from workshop.publish.reference_tables import TABLES

PREDICT = re.compile(r"(?m)^:tags: \[predict\b")
"""Marks a cell whose output the reader predicts: the book folds it until it is asked for."""

log = logging.getLogger(__name__)


class CatalogDirective(SphinxDirective):
    """A directive whose Markdown comes from the catalog."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Read the generated Markdown in place of the directive."""
        try:
            text = self.markdown(Catalog(Path(self.env.srcdir)))
        except WorkshopError as error:
            raise self.error(str(error)) from error
        container = nodes.Element()
        lines = StringList(text.splitlines(), source=self.get_source_info()[0])
        self.state.nested_parse(lines, self.content_offset, container, match_titles=True)
        return list(container.children)

    def markdown(self, catalog: Catalog) -> str:
        """The Markdown of a table on a reference page."""
        return TABLES[self.name](catalog)


class BoxDirective(CatalogDirective):
    """One of the boxes of an episode."""

    def markdown(self, catalog: Catalog) -> str:
        """The Markdown of the box."""
        here = Path(self.env.srcdir) / f"{self.env.docname}.md"
        episode = next((e for e in catalog.episodes if e.file == here), None)
        argument = self.arguments[0] if self.arguments else ""
        return render(self.name, argument, "\n".join(self.content), Page(catalog, episode))


def _stamp(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put what the page depends on into its kernel's facts, or the cache shows old output."""
    root, text = Path(app.srcdir), source[0]
    _digests(app.env)[docname] = page_digest(root, docname, text)
    source[0] = PREDICT.sub(":tags: [hide-output", text)
    if digest := output_digest(root, docname, text):
        stamped = f"kernelspec: {{digest: {digest}, "
        source[0] = re.sub(r"(?m)^kernelspec: \{", stamped, source[0], count=1)


def _outdated(app: Sphinx, env: BuildEnvironment, *_changes: set[str]) -> list[str]:
    """Pages of which something changed since they were read that Sphinx does not know of."""
    root, known = Path(app.srcdir), _digests(env)
    files = {name: root / f"{name}.md" for name in env.all_docs}
    texts = {name: file.read_text("utf-8") for name, file in files.items() if file.is_file()}
    return [name for name in texts if known.get(name) != page_digest(root, name, texts[name])]


def _digests(env: BuildEnvironment) -> dict[str, str]:
    if not hasattr(env, "workshop_digests"):
        env.workshop_digests = {}  # type: ignore[attr-defined]
    return env.workshop_digests  # type: ignore[attr-defined,no-any-return]


def _use_local_assets(app: Sphinx) -> None:
    """Take fonts and MathJax from the npm packages; without them pages are plain, not broken."""
    root = Path(app.srcdir)
    app.config.mathjax_path = assets.MATHJAX if assets.has_mathjax(root) else "workshop.js"
    if assets.has_fonts(root):
        app.add_css_file(assets.FONTS)
    for line in assets.what_is_missing(root):
        log.info(line)


def _copy_assets(app: Sphinx, error: Exception | None) -> None:
    if error is None:
        assets.copy(Path(app.srcdir), Path(app.outdir) / "_static")


def _finish_rust_cells(_app: Sphinx, tree: nodes.document) -> None:
    """Give cells of Rust its colors; where the reader predicts, hide which error is expected."""
    predicted = [c for c in tree.findall(nodes.container) if "tag_hide-output" in c["classes"]]
    hiding = {block for cell in predicted for block in cell.findall(nodes.literal_block)}
    for block in tree.findall(nodes.literal_block):
        if (text := block.astext()).startswith("%%rust"):
            block["language"] = "rust"
            if block in hiding:
                block.rawsource = EXPECTED.sub("", text, count=1)
                block.children = []
                block.append(nodes.Text(block.rawsource))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything with Sphinx."""
    for name in BOXES:
        app.add_directive(name, BoxDirective)
    for name in TABLES:
        app.add_directive(name, CatalogDirective)
    app.setup_extension("workshop.publish.sphinx_cells")
    app.connect("builder-inited", _use_local_assets)
    app.connect("env-get-outdated", _outdated)
    app.connect("source-read", _stamp)
    app.connect("doctree-read", _finish_rust_cells)
    app.connect("build-finished", _copy_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "version": "1"}
