"""Pictures of permissions on a page, and where their programs come from.

    :::{workshop-permissions} two-names
    :title: After the move
    :columns: run kept
    :all:
    :predict: 2 run, 4 run
    :::

The program is the code cell of the page that has this name (`:name: two-names`). If there is none,
it is the file `lessons/permissions/two-names.rs`: a program, or statements without a `main`. The
lines of a cell have the numbers that its reader sees, those of a file start at 1. `:columns:`
chooses paths, and `:all:` shows those to which nothing happens as well.
With `:predict:` a reader fills in the marks of these lines and paths before the picture shows them,
and what would give them away; the lines are those that the picture shows. Marks of other paths on
the same line stay, and so do later ones: a page asks for these as well where they say too much.

A picture that was made once is kept below `work/.cells/`, with a digest of all that it is made
from: the next build of the book doesn't ask the compiler again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from workshop.base.atomic import read_replaced, write_atomically
from workshop.base.digest import digest_of
from workshop.base.errors import MaterialError, UsageError
from workshop.borrows.permissions import predict
from workshop.course.declarations import did_you_mean, read_text
from workshop.course.page_cells import cell_names, named_cell
from workshop.learner.work_folder import WorkFolder
from workshop.notebook import permissions, predict_form, rust_magic
from workshop.notebook.permissions import Choice, Code, PermissionsReport
from workshop.rust import rustc

DIRECTIVE = "workshop-permissions"
OPTIONS = ("title", "columns", "all", "predict")
FOLDER = Path("lessons") / "permissions"
_PICTURES = Path(".cells") / "permissions"
_KIT = ("base", "borrows", "notebook", "rust")
"""The packages that decide what a picture says."""


@dataclass(frozen=True)
class PermissionBox:
    """What the directive says: the program's name, the page if it is one of its cells, options."""

    name: str
    page: str | None = None
    choice: Choice = field(default_factory=Choice)

    @property
    def call(self) -> str:
        """The source of a notebook's cell that shows the picture."""
        given = {
            "page": self.page,
            "title": self.choice.title,
            "columns": " ".join(self.choice.columns) or None,
            "everything": self.choice.everything or None,
            "predict": ", ".join(map(str, self.choice.predict)) or None,
        }
        more = "".join(
            f", {key}={value if value is True else json.dumps(value, ensure_ascii=False)}"
            for key, value in given.items()
            if value is not None
        )
        return f'show_permissions("{self.name}"{more})'

    def file(self, root: Path) -> Path:
        """The file that the program stands in; a UsageError says that it isn't there."""
        if self.page is not None:
            page = root / "lessons" / f"{self.page}.md"
            named_cell(page, self.name)
            return page
        file = root / FOLDER / f"{self.name}.rs"
        if not file.is_file():
            meant = did_you_mean(self.name, [one.stem for one in (root / FOLDER).glob("*.rs")])
            raise UsageError(f"There is no {FOLDER.as_posix()}/{self.name}.rs{meant or '.'}")
        return file

    def code(self, root: Path) -> Code:
        """The program, as a cell of Rust compiles it."""
        file = self.file(root)
        if self.page is None:
            return Code(read_text(file).strip("\n"))
        line, _, text = named_cell(file, self.name).partition("\n")
        magic, _, words = line.partition(" ")
        if magic != "%%rust":
            raise MaterialError(f"{file}: the cell {self.name} must be one of `%%rust`.")
        return rust_magic.parse(words).code(text.rstrip("\n"))


def read(name: str, options: Mapping[str, str], page: Path, root: Path) -> PermissionBox:
    """The box that stands on a page with these options."""
    if unknown := [key for key in options if key not in OPTIONS]:
        raise UsageError(f"{DIRECTIVE} has no option `{unknown[0]}`; it has {', '.join(OPTIONS)}.")
    choice = Choice(
        title=options.get("title") or None,
        columns=tuple((options.get("columns") or "").split()),
        everything="all" in options,
        predict=predict.read(options["predict"] or "") if "predict" in options else (),
    )
    on_page = page.parent == root / "lessons" and page.is_file() and name in cell_names(page)
    return box_of(name, page.stem if on_page else None, choice)


def box_of(name: str, page: str | None, choice: Choice) -> PermissionBox:
    """The box; the lines of a file are numbered from 1, those of a cell from 2."""
    shift = 0 if page is not None else -1
    return PermissionBox(name, page, replace(choice, shift=shift))


@dataclass(frozen=True)
class Drawn:
    """A picture for a terminal, and for a page that has the style sheet."""

    text: str
    html: str


def draw(asked: PermissionBox, root: Path) -> Drawn:
    """The picture of a box, from the compiler or from an earlier call."""
    code = asked.code(root)
    digest = digest_of(repr(asked), repr(code), root / "Cargo.lock", _kit(), rustc.version())
    where = f"{asked.page or 'file'}-{asked.name}-{digest_of(repr(asked.choice))[:8]}.json"
    kept = root / "work" / _PICTURES / where
    if (found := _read(kept, digest)) is not None:
        return found
    try:
        report = permissions.report(code, WorkFolder(root), asked.choice, rejected=True)
        drawn = _drawn(report, asked.choice) if report else None
    except (*permissions.NO_PICTURE, UsageError) as error:
        raise MaterialError(f"{asked.file(root)}: {asked.name}: {error}") from error
    if drawn is None:
        raise MaterialError(f"{asked.file(root)}: {asked.name} has errors in its types or names.")
    content = {"digest": digest, "text": drawn.text, "html": drawn.html}
    write_atomically(kept, json.dumps(content))
    return drawn


def _drawn(report: PermissionsReport, choice: Choice) -> Drawn:
    """The picture as it is, or as a form in which a reader predicts some of it."""
    if not choice.predict:
        return Drawn(report.text(), report.html())
    asked = predict.prediction(report.picture, choice.predict)
    text = f"{report.picture.title}\n(This prediction needs a browser.)"
    return Drawn(text, predict_form.draw(asked))


def _read(kept: Path, digest: str) -> Drawn | None:
    try:
        content = json.loads(read_replaced(kept))
        return Drawn(content["text"], content["html"]) if content["digest"] == digest else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


@cache
def _kit() -> str:
    """A digest of the code that makes the pictures."""
    package = Path(__file__).parents[1]
    files = (file for name in _KIT for file in sorted((package / name).rglob("*")))
    return digest_of(*(file for file in files if file.suffix in {".py", ".css"}))
