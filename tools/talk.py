"""Read the talk: its slides with minutes and notes, and the code fences with what they claim."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from workshop.base.errors import MaterialError
from workshop.publish.fences import Fence, Location, Text, blocks

_CLAIM = re.compile(r"<!-- (?P<claim>[a-z]+)(?:: (?P<subject>[^>]+?))? -->\n\n?\Z")
_NOT_PROSE = re.compile(r"<!--.*?-->|!\[[^\]]*\]\([^)]*\)|(?<=\])\([^)]*\)", re.DOTALL)
_MANIFEST = """[workspace]

[package]
name = "slides-{name}"
edition = "{edition}"

[lib]
crate-type = ["cdylib"]

[dependencies]
"""
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class SlideCode:
    """A block of code on a slide, and what the comment above it claims about it, if any."""

    language: str
    code: str
    claim: str | None
    subject: str | None
    line: int


@dataclass(frozen=True)
class Slide:
    """One slide of the talk; `line` is where it starts in `talk.md`."""

    talk: Path
    number: int
    line: int
    name: str
    minutes: float
    short: bool
    body: str
    notes: str

    @cached_property
    def title(self) -> str:
        """The text of the first heading."""
        found = re.search(r"^# (.+)$", self.body, re.MULTILINE)
        return found[1] if found else ""

    @cached_property
    def fences(self) -> tuple[SlideCode, ...]:
        """The blocks of code, in order."""
        found: list[SlideCode] = []
        before = ""
        for block in self._blocks:
            if isinstance(block, Fence):
                claim = _CLAIM.search(before)
                name, subject = claim.group("claim", "subject") if claim else (None, None)
                line = block.location.line
                found.append(SlideCode(block.language, block.text, name, subject, line))
            before = "\n".join(block.lines) + "\n" if isinstance(block, Text) else ""
        return tuple(found)

    @cached_property
    def words(self) -> int:
        """How many words the audience has to read, code apart."""
        texts = ["\n".join(block.lines) for block in self._blocks if isinstance(block, Text)]
        shown = "\n".join(texts).partition("\n\n")[2]  # the first lines say what slide it is
        return sum(1 for word in _NOT_PROSE.sub(" ", shown).split() if _LETTER.search(word))

    @cached_property
    def _blocks(self) -> tuple[Text | Fence, ...]:
        return tuple(blocks(tuple(self.body.split("\n")), Location(self.talk, self.line)))

    @property
    def code_lines(self) -> int:
        """How many lines of code, blank ones and messages included."""
        return sum(fence.code.count("\n") for fence in self.fences)


def read_deck(talk: Path) -> tuple[Slide, ...]:
    """The slides of `talk.md`; a MaterialError names the line of a slide without minutes."""
    slides: list[Slide] = []
    line = 1
    for number, text in enumerate(talk.read_text(encoding="utf-8").split("\n---\n"), 1):
        body, _, notes = text.partition("\n???\n")
        body, notes = body.strip("\n"), notes.strip()
        facts = dict(re.findall(r"(?m)^([a-z]+): (.+)$", body.split("\n\n", 1)[0]))
        if not {"name", "minutes"} <= set(facts):
            where = f"{talk}:{line}: slide {number}"
            raise MaterialError(f"{where} starts without `name:` and `minutes:` lines.")
        name, minutes, short = facts["name"], float(facts["minutes"]), facts.get("short") == "yes"
        slides.append(Slide(talk, number, line, name, minutes, short, body, notes))
        line += text.count("\n") + 2
    return tuple(slides)


def crate_source(slides: tuple[Slide, ...], name: str) -> str:
    """All Rust of the talk that belongs to one crate, put together in order."""
    fences = [fence for slide in slides for fence in slide.fences]
    return "\n".join(f.code for f in fences if (f.claim, f.subject) == ("crate", name))


def write_crate(root: Path, name: str, folder: Path) -> Path:
    """Write one crate of the talk, with the workspace's versions, so that cargo can build it."""
    import tomllib

    source = crate_source(read_deck(root / "slides" / "talk.md"), name)
    workspace = tomllib.loads((root / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]
    (folder / "src").mkdir(parents=True, exist_ok=True)
    (folder / "src" / "lib.rs").write_text(source, encoding="utf-8")
    manifest = _MANIFEST.format(name=name, edition=workspace["package"]["edition"])
    for dependency, version in workspace["dependencies"].items():
        if re.search(rf"(?m)^\s*use {dependency}\b", source):
            manifest += f'{dependency} = "{version}"\n'
    (folder / "Cargo.toml").write_text(manifest, encoding="utf-8")
    return folder
