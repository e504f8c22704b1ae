"""Find the fences of a Markdown page: code, directives, the text between them, and their lines.

markdown-it reads the page, as Sphinx and JupyterLab do, so a fence is here what it is for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from workshop.base.errors import MaterialError

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_DIRECTIVE = re.compile(r"^\{(?P<name>[^}]+)\}[ ]*(?P<argument>.*)$")
_OPTION = re.compile(r"^:(?P<name>[A-Za-z][\w-]*):(?:[ ]+(?P<value>.*))?$")
_NO_MARKDOWN = frozenset(
    ["", "code", "code-block", "code-cell", "literalinclude", "math", "raw", "mermaid"]
)
"""The directives whose lines are no Markdown; a fence without a name shows them as they are."""


@dataclass(frozen=True)
class Location:
    """A line of a file, to name in an error."""

    file: Path
    line: int

    def error(self, message: str) -> MaterialError:
        """The error that says where."""
        return MaterialError(f"{self}: {message}")

    def below(self, lines: int) -> Location:
        """The place some lines further down."""
        return Location(self.file, self.line + lines)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Text:
    """Lines that belong to no fence."""

    location: Location
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Fence:
    """A fence; a plain one has no `name`. `options` are the lines `:name: value` at its start."""

    location: Location
    marker: str
    info: str
    name: str
    argument: str
    options: dict[str, str]
    lines: tuple[str, ...]
    body_location: Location
    raw: tuple[str, ...]

    @property
    def language(self) -> str:
        """The language of a plain fence, or of a directive such as `{code-block} rust`."""
        words = (self.argument if self.name else self.info).split()
        return words[0] if words else ""

    @property
    def text(self) -> str:
        """What stands inside, without the options."""
        return "".join(f"{line}\n" for line in self.lines)

    @property
    def holds_markdown(self) -> bool:
        """Whether fences may stand inside."""
        return self.name not in _NO_MARKDOWN

    def __str__(self) -> str:
        return str(self.location)


def blocks(lines: tuple[str, ...], location: Location) -> Iterator[Text | Fence]:
    """Split lines into text and fences; what is inside a fence stays one piece."""
    start = 0
    for token in _reader(inline=False).parse("\n".join(lines)):
        if token.type in {"fence", "colon_fence"} and token.map:
            first, end = token.map
            if start < first:
                yield Text(location.below(start), lines[start:first])
            yield _fence(token, lines[first:end], location.below(first))
            start = end
    if start < len(lines):
        yield Text(location.below(start), lines[start:])


def all_fences(lines: tuple[str, ...], location: Location) -> Iterator[Fence]:
    """The fences, each before those that stand inside it."""
    for block in blocks(lines, location):
        if isinstance(block, Fence):
            yield block
            if block.holds_markdown:
                yield from all_fences(block.lines, block.body_location)


def all_tokens(text: str, line: int = 1) -> Iterator[tuple[int, Token]]:
    """The tokens of markdown-it with the line of each; directives that hold Markdown are opened."""
    for token in _reader(inline=True).parse(text):
        first, end = token.map or (0, 0)
        yield line + first, token
        if token.type in {"fence", "colon_fence"}:
            source = tuple(text.split("\n")[first:end])
            fence = _fence(token, source, Location(Path(), line + first))
            if fence.holds_markdown:
                yield from all_tokens(fence.text, fence.body_location.line)


def _fence(token: Token, raw: tuple[str, ...], location: Location) -> Fence:
    indent, marker, info = raw[0].partition(token.markup)
    last = raw[-1].strip("> \t")  # a quotation has `> ` before each line
    if len(raw) == 1 or set(last) != {marker[0]} or len(last) < len(marker):
        raise location.error(f"the fence {marker} is never closed.")
    directive = _DIRECTIVE.match(info.strip())
    lines = tuple(token.content.split("\n")[:-1])  # a line ends with \n and nothing else
    options: dict[str, str] = {}
    if directive and indent:
        raise location.error("an indented directive: begin it at the start of a line.")
    if directive:
        while len(options) < len(lines) and (found := _OPTION.match(lines[len(options)])):
            if found["name"] in options:
                raise location.error(f"the option {found['name']} is given twice.")
            options[found["name"]] = (found["value"] or "").strip()
        if lines and lines[0] == "---":
            raise location.below(1).error("options are written as `:name: value` here.")
    return Fence(
        location=location,
        marker=marker,
        info=info.strip(),
        name=directive["name"] if directive else "",
        argument=directive["argument"].strip() if directive else "",
        options=options,
        lines=lines[len(options) :],
        body_location=location.below(1 + len(options)),
        raw=raw,
    )


@cache
def _reader(*, inline: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.colon_fence import colon_fence_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    reader = MarkdownIt("commonmark").enable("table")
    reader.use(front_matter_plugin).use(colon_fence_plugin)
    return reader if inline else reader.disable("inline")
