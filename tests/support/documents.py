"""The repository's texts as tests see them: files, Markdown fences, links and anchors."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it.token import Token

from workshop.publish.fences import Fence, Location, all_fences, all_tokens

ROOT = Path(__file__).resolve().parents[2]
BINARY = {".png", ".ico", ".woff", ".woff2", ".npy"}


@dataclass(frozen=True)
class Link:
    """Where a link, an image, or an include directive points to."""

    file: Path
    line: int
    target: str

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT).as_posix()}:{self.line} -> {self.target}"


def must_be_none(faults: list[str]) -> None:
    """Fail the test with one line for each fault."""
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that is, or would be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        reason = "only in a git clone: git says which files belong to the repository"
        pytest.skip(reason, allow_module_level=True)
    files = (ROOT / name for name in sorted(set(listed.stdout.split("\0"))) if name)
    return tuple(file for file in files if file.is_file())


def files_below(*folders: str, suffix: str) -> list[Path]:
    """The repository's files with this ending in one of the folders of the root."""
    return [file for file in tracked_files() if file.suffix == suffix and _top(file) in folders]


def _top(file: Path) -> str:
    return file.relative_to(ROOT).parts[0]


@cache
def text_of(file: Path) -> str:
    """The file's text; a file that is not UTF-8 fails the test."""
    return file.read_bytes().decode("utf-8")


@cache
def tokens_of(file: Path) -> tuple[tuple[int, Token], ...]:
    """The Markdown tokens with the line of each; directives that hold Markdown are opened up."""
    return tuple(all_tokens(text_of(file)))


def fences(file: Path) -> list[Fence]:
    """Every code block and directive of a Markdown file, also those inside other directives."""
    return [*all_fences(tuple(text_of(file).splitlines()), Location(file, 1))]


def prose(file: Path) -> list[tuple[int, str]]:
    """The text that people read, with line numbers: no code, no addresses."""
    return [
        (line, " ".join(child.content for child in token.children or () if child.type == "text"))
        for line, token in tokens_of(file)
        if token.type == "inline"
    ]


def code_in_text(file: Path) -> list[tuple[str, str]]:
    """The code within sentences, as in `workshop check`, each with its place."""
    place = file.relative_to(ROOT).as_posix()
    return [
        (f"{place}:{line}", child.content)
        for line, token in tokens_of(file)
        for child in token.children or ()
        if child.type == "code_inline"
    ]


def links(file: Path) -> list[Link]:
    """Every link, image, and included file of a Markdown file."""
    found = []
    for line, token in tokens_of(file):
        found += [Link(file, line, target) for target in _targets(token)]
    return found


_FILE_DIRECTIVES = {"literalinclude", "figure", "image", "include"}


def _targets(token: Token) -> Iterator[str]:
    if token.type in {"fence", "colon_fence"}:
        found = re.match(r"\{([\w:-]+)\}\s*(\S+)", token.info)
        if found and found[1] in _FILE_DIRECTIVES:
            yield found[2]
    for child in [token, *(token.children or ())]:
        for name in ("href", "src"):
            if value := child.attrs.get(name):
                yield str(value)
        if child.type in {"html_block", "html_inline"}:
            yield from _html_targets(child.content)


def _html_targets(text: str) -> list[str]:
    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag
            found.extend(value for name, value in attrs if name in {"href", "src"} and value)

    found: list[str] = []
    Reader().feed(text)
    return found


@cache
def anchors(file: Path) -> frozenset[str]:
    """What a link may name behind `#`: headings as GitHub and the book spell them, and labels."""
    found = set(re.findall(r"(?m)^\(([\w-]+)\)=\s*$", text_of(file)))
    found |= set(re.findall(r"(?m)^:(?:name|label):\s*([\w-]+)", text_of(file)))
    before = ""
    for _, token in tokens_of(file):
        if before == "heading_open":
            text = "".join(child.content for child in token.children or ())
            found.add(re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-"))
        before = token.type
    return frozenset(found)
