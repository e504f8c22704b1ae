"""A crate as one source text, in which the text of each file has its place.

The probes need copies of the whole program in one file. So each `mod name;` becomes
`mod name { … }` with the text of its file; nothing else changes. A file that is declared and that
isn't there, or is there twice, stays as it is declared: the compiler says so.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workshop.base.errors import UsageError, why_unreadable
from workshop.borrows.permissions.syntax import child, parse, text

if TYPE_CHECKING:
    from tree_sitter import Node

_PATH = re.compile(r'#\[\s*path\s*=\s*"([^"]+)"\s*\]')


@dataclass(frozen=True)
class Hole:
    """Where another file stands inside of a part, in bytes of the whole; it took a `;`."""

    start: int
    end: int


@dataclass(frozen=True)
class Part:
    """A file of the crate, and where its text stands: from `start` to `end`, without the `holes`.

    All offsets are bytes of the whole.
    """

    file: Path
    text: str
    start: int
    end: int
    holes: tuple[Hole, ...] = ()

    def has(self, offset: int) -> bool:
        """Whether the byte comes from this file."""
        inside = any(hole.start <= offset < hole.end for hole in self.holes)
        return self.start <= offset <= self.end and not inside

    def own(self, offset: int) -> int:
        """The offset in the file itself."""
        others = sum(hole.end - hole.start - 1 for hole in self.holes if hole.end <= offset)
        return offset - self.start - others

    def line(self, offset: int) -> int:
        """The line in the file itself."""
        return self._bytes.count(b"\n", 0, max(self.own(offset), 0)) + 1

    @cached_property
    def _bytes(self) -> bytes:
        return self.text.encode()


@dataclass(frozen=True)
class OneFile:
    """The text of a crate; its parts begin with the root. `asked` is the file that is meant."""

    source: str
    parts: tuple[Part, ...]
    asked: Part

    @property
    def root(self) -> Path:
        """The file that declares the modules of the crate."""
        return self.parts[0].file


def one_file(file: Path) -> OneFile:
    """The crate to which a file belongs; the file alone, or with its modules, if to none.

    A UsageError names a file of the crate that can't be read as text.
    """
    for root in (*_roots(file), file):
        whole = _Writer()
        whole.write(root, _Folder(root.parent))
        parts = tuple(whole.parts)
        asked = next((part for part in parts if part.file.resolve() == file.resolve()), None)
        if asked is not None:
            return OneFile(whole.text.decode(), parts, asked)
    raise AssertionError(file)  # the file itself is the last of the roots


def _roots(file: Path) -> Iterator[Path]:
    """The root files of the nearest package around a file."""
    packages = (each for each in file.absolute().parents if (each / "Cargo.toml").is_file())
    folder = next(packages, None)
    if folder is None:
        return
    manifest = _manifest(folder / "Cargo.toml")
    targets = [manifest.get("lib"), *_list(manifest.get("bin"))]
    paths = [target.get("path") for target in targets if isinstance(target, dict)]
    named = [path for path in paths if isinstance(path, str)]
    for path in dict.fromkeys([*named, "src/lib.rs", "src/main.rs"]):
        if (folder / path).is_file():
            yield folder / path


def _manifest(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


@dataclass(frozen=True)
class _Folder:
    """Where the modules that a text declares are looked for.

    Beside the file in `beside` if `#[path]` says where, otherwise in the folder below of the
    `names`: the modules around, from the file on.
    """

    beside: Path
    names: tuple[str, ...] = ()
    inline: bool = False
    """Whether the text stands in a `mod name { … }` of the file."""

    def inside(self, name: str) -> _Folder:
        return _Folder(self.beside, (*self.names, name), inline=True)

    def find(self, name: str, path: str | None) -> tuple[Path, _Folder] | None:
        """The file of a module, and where its own modules are."""
        below = self.beside.joinpath(*self.names)
        if path is not None:
            file = (below if self.inline else self.beside) / path
            return (file, _Folder(file.parent)) if file.is_file() else None
        plain, folder = below / f"{name}.rs", below / name / "mod.rs"
        if plain.is_file() == folder.is_file():
            return None
        if plain.is_file():
            return plain, _Folder(plain.parent, (name,))
        return folder, _Folder(folder.parent)


@dataclass
class _Writer:
    """Writes the text, file after file."""

    text: bytearray = field(default_factory=bytearray)
    parts: list[Part] = field(default_factory=list)
    _around: list[Path] = field(default_factory=list)

    def write(self, file: Path, folder: _Folder) -> None:
        source = _read(file)
        data, start, place = source.encode(), len(self.text), 0
        number, holes = len(self.parts), list[Hole]()
        self.parts.append(Part(file, source, start, start))
        self._around.append(file.resolve())
        for semicolon, module, inner in _declared(parse(data), folder):
            if module.resolve() in self._around:
                continue  # a circle, as the compiler says
            self.text += data[place:semicolon]
            begin = len(self.text)
            self.text += b" {\n"
            self.write(module, inner)
            self.text += b"\n}"
            holes.append(Hole(begin, len(self.text)))
            place = semicolon + 1
        self.text += data[place:]
        self._around.pop()
        self.parts[number] = Part(file, source, start, len(self.text), tuple(holes))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{os.path.relpath(file)!r} {why_unreadable(error)}.") from error


def _declared(node: Node, folder: _Folder) -> Iterator[tuple[int, Path, _Folder]]:
    """Each `mod name;` whose file is there: the place of its semicolon, and the file."""
    path = None
    for each in node.named_children:
        if each.type == "attribute_item":
            found = _PATH.fullmatch(text(each).strip())
            path = found[1] if found else path
            continue
        if each.type.endswith("comment"):
            continue
        name, body = child(each, "name"), child(each, "body")
        if each.type == "mod_item" and name is not None:
            named = text(name).removeprefix("r#")
            if body is not None:
                yield from _declared(body, folder.inside(path or named))
            elif found_file := folder.find(named, path):
                yield each.end_byte - 1, *found_file
        path = None
