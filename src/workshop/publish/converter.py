"""An episode's Markdown as the cells of a notebook, with everything in it that Jupyter can show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workshop.base.errors import UsageError
from workshop.course.declarations import did_you_mean
from workshop.notebook.cell_boxes import CELL_BOXES, CellBox
from workshop.publish.directives import BOXES, Page, render
from workshop.publish.fences import Fence, Location, Text, blocks
from workshop.publish.includes import OPTIONS, selected
from workshop.publish.links import LABEL, Linker
from workshop.publish.questions import check_question

EXPECTED = re.compile(r"(?<=\A%%rust) --expect (?P<codes>\S+)")
"""What the first line of a cell gives away."""
_BREAK = re.compile(r"^\+\+\+(?P<metadata>.*)$")
_HEADING = re.compile(r"^#{1,3}[ ]")
_ADMONITIONS = ("attention", "caution", "danger", "error", "hint", "important", "note", "tip")
_HOLDERS = frozenset(
    ("admonition", "seealso", "warning", "dropdown", "tab-set", "tab-item", "card", "list-table")
).union(_ADMONITIONS)
_DIRECTIVES = (*BOXES, *CELL_BOXES, *_HOLDERS, "code-cell", "figure", "literalinclude", "math")
_PICTURE = "A picture: click here, then run the cell with Shift+Enter to see it."
_INVITATIONS = {
    "workshop-quiz": "A question: click here, then run the cell with Shift+Enter to see it.",
    "workshop-memory": _PICTURE,
    "workshop-permissions": _PICTURE,
}
# What a book hides after running it a notebook need not hide: it has no output before it is run.
_HIDES_SOURCE = {"hide-input", "remove-input", "hide-cell"}
_CODE_OPTIONS = frozenset(["language", "caption", "name", "linenos", "emphasize-lines", "class"])


@dataclass(frozen=True)
class Cell:
    """A cell: `kind` is markdown or code; `shown` stands below a code cell until it is run."""

    kind: str
    source: str
    metadata: dict[str, Any] = field(default_factory=dict)
    shown: str = ""


@dataclass
class Converter:
    """Converts one page. Included files lie beside the page, or with a `/` below the root."""

    page: Page
    linker: Linker

    def cells(self, text: str, file: Path) -> list[Cell]:
        """The cells of a page without its front matter (which may be blank lines)."""
        cells: list[Cell] = []
        lines: list[str] = []
        metadata: dict[str, Any] = {}

        def add(*code: Cell) -> None:
            """End the Markdown before the cells of code, and make a cell of it."""
            source = re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip("\n"))
            if source.strip():
                cells.append(Cell("markdown", source, dict(metadata)))
            cells.extend(code)
            lines.clear()
            metadata.clear()

        for block in blocks(tuple(text.splitlines()), Location(file, 1)):
            if isinstance(block, Text):
                for part, more in _parts(block):
                    if more is not None:
                        if any(lines):
                            add()
                        metadata |= more
                    lines += self._text(part)
            elif block.name == "code-cell" or block.name in CELL_BOXES:
                add(*(self._cell_box(block) if block.name in CELL_BOXES else _code(block)))
            else:
                lines += self._fence(block)
                if block.name == "workshop-exercise":
                    check = f"# Save the file, then run this cell.\n%check {block.argument}"
                    add(Cell("code", check))
        add()
        return cells

    def _cell_box(self, fence: Fence) -> list[Cell]:
        """A question or a picture: a cell with hidden source that shows it."""
        page = fence.location.file
        box = CellBox(fence.name, fence.argument, self.page.root, page, fence.options)
        try:
            check_question(box)
            box.check()
        except UsageError as error:
            raise fence.location.error(str(error)) from error
        metadata = {"jupyter": {"source_hidden": True}}
        return [Cell("code", box.call, metadata, _INVITATIONS[fence.name])]

    def _lines(self, lines: tuple[str, ...], location: Location) -> list[str]:
        """Markdown inside a directive."""
        converted: list[str] = []
        for block in blocks(lines, location):
            converted += self._fence(block) if isinstance(block, Fence) else self._text(block)
        return converted

    def _text(self, block: Text) -> list[str]:
        # A notebook has no use for labels and comments.
        unseen = (bool(LABEL.match(line)) or line.startswith("%") for line in block.lines)
        lines = ["" if no else line for line, no in zip(block.lines, unseen, strict=True)]
        return self.linker.inline("\n".join(lines), block.location).split("\n")

    def _fence(self, fence: Fence) -> list[str]:
        if fence.name in BOXES:
            return self._box(fence)
        if fence.name in _HOLDERS:
            return self._holder(fence, self.linker.inline(fence.info, fence.location))
        match fence.name:
            case "" | "math":
                return list(fence.raw)
            case "figure" | "image":
                picture = self.linker.picture(fence.argument, fence.location)
                return self._holder(fence, f"{{{fence.name}}} {picture}")
            case "code" | "code-block":
                _accept_options(fence, _CODE_OPTIONS)
                return _plain_code(fence, fence.argument or "text", list(fence.lines))
            case "literalinclude" | "include":
                return self._included(fence)
            case "code-cell":
                raise fence.location.error(
                    "a code-cell inside a directive can't run in a notebook."
                )
        meant = did_you_mean(fence.name, _DIRECTIVES) or "."
        raise fence.location.error(f"a notebook cannot show the directive {{{fence.name}}}{meant}")

    def _holder(self, fence: Fence, head: str) -> list[str]:
        shown = {name: value for name, value in fence.options.items() if name != "name"}
        options = [f":{name}: {value}".rstrip() for name, value in shown.items()]
        if options and fence.lines and fence.lines[0].strip():
            options.append("")
        body = self._lines(fence.lines, fence.body_location)
        return [fence.marker + head, *options, *body, fence.marker]

    def _box(self, fence: Fence) -> list[str]:
        body = "\n".join(fence.lines).strip("\n")
        try:
            text = render(fence.name, fence.argument, body, self.page)
        except UsageError as error:
            raise fence.location.error(str(error)) from error
        # Lines that the box adds have no place of their own: errors name the box.
        return self._lines(tuple(text.splitlines()), fence.location)

    def _included(self, fence: Fence) -> list[str]:
        here = fence.location.file.parent
        file = (self.page.root if fence.argument[:1] == "/" else here) / fence.argument.lstrip("/")
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            message = f"{fence.argument} cannot be read: {reason}."
            raise fence.location.error(message) from error
        if fence.name == "include":
            _accept_options(fence, frozenset())
            return self._lines(tuple(lines), Location(file, 1))
        _accept_options(fence, _CODE_OPTIONS | OPTIONS)
        return _plain_code(fence, fence.options.get("language", "text"), selected(lines, fence))


def _parts(block: Text) -> Iterator[tuple[Text, dict[str, Any] | None]]:
    """Split text before headings and at `+++ {"key": value}`; None: it goes on as before."""
    start, metadata = 0, None
    for number, line in enumerate(block.lines):
        found = _BREAK.match(line)
        if found or _HEADING.match(line):
            yield Text(block.location.below(start), block.lines[start:number]), metadata
            start = number + bool(found)
            metadata = _read_metadata(found, block.location.below(number)) if found else {}
    yield Text(block.location.below(start), block.lines[start:]), metadata


def _read_metadata(found: re.Match[str], location: Location) -> dict[str, Any]:
    try:
        metadata = json.loads(found["metadata"].strip() or "{}")
    except ValueError as error:
        raise location.error(f"the metadata after +++ is not JSON: {error}.") from error
    if not isinstance(metadata, dict):
        raise location.error("the metadata after +++ must be a JSON object.")
    return metadata


def _code(fence: Fence) -> list[Cell]:
    """A cell; where the reader predicts, what is expected moves from its line to its metadata."""
    metadata = {name: _option(value, fence) for name, value in fence.options.items()}
    tags = metadata.get("tags") or []
    if not (isinstance(tags, list) and all(isinstance(tag, str) for tag in tags)):
        raise fence.location.error("tags are a list: `:tags: [raises-exception]`.")
    if "remove-cell" in tags:
        return []
    if _HIDES_SOURCE.intersection(tags):
        metadata["jupyter"] = {"source_hidden": True}
    source = "\n".join(fence.lines).strip("\n")
    if "predict" in tags and (expected := EXPECTED.search(source)):
        metadata["workshop"] = {"expect": expected["codes"]}
        source = EXPECTED.sub("", source)
    return [Cell("code", source, metadata)]


def _option(value: str, fence: Fence) -> Any:
    import yaml

    try:
        return yaml.safe_load(value)
    except (yaml.YAMLError, ValueError) as error:
        raise fence.location.error(f"the option {value!r} isn't YAML.") from error


def _accept_options(fence: Fence, known: frozenset[str]) -> None:
    for name in fence.options:
        if name not in known:
            text = f"a notebook cannot show the option {name} of {{{fence.name}}}."
            raise fence.location.error(text)


def _plain_code(fence: Fence, language: str, lines: list[str]) -> list[str]:
    caption = fence.options.get("caption")
    longest = max((len(found) for line in lines for found in re.findall("`{3,}", line)), default=2)
    marker = "`" * max(3, longest + 1)
    return [*([f"**{caption}**", ""] if caption else []), marker + language, *lines, marker]
