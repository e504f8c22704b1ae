"""Roles and links of a MyST page, turned into what a notebook in JupyterLab can follow."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from posixpath import normpath

from workshop.base.errors import MaterialError
from workshop.course.sections import plain, slug
from workshop.publish.fences import Fence, Location, blocks

LABEL = re.compile(r"^\((?P<label>[^()\s]+)\)=[ ]*$")
_HEADING = re.compile(r"^#{1,6}[ ]+(?P<text>.+?)[ ]*$")
_CODE = re.compile(
    r"(?:\{(?P<role>[A-Za-z][\w:-]*)\})?(?P<ticks>`+)(?P<text>.+?)(?P=ticks)", re.DOTALL
)
_LINK = re.compile(r"(?P<head>!?\[[^\[\]]*\])\((?P<target>[^()\s]+)(?P<title>[ ]+\"[^\"]*\")?\)")
_NAMED = re.compile(r"^(?P<text>.*?)[ ]*<(?P<target>[^<>]+)>$", re.DOTALL)
_KEPT_ROLES = {"sub", "sup", "math", "abbr"}
_CODE_ROLES = {"code", "command", "file", "program", "samp"}
_BOLD_ROLES = {"kbd", "guilabel", "menuselection"}


@dataclass(frozen=True)
class Target:
    """A label's page (a path below the root, no suffix), and the heading that it stands at."""

    page: str
    heading: str | None


@dataclass
class Linker:
    """Turns roles and links; `figures` collects the files that the notebooks need beside them."""

    root: Path
    page: str
    notebooks: frozenset[str]
    labels: dict[str, Target]
    figures: dict[str, Path] = field(default_factory=dict)

    def inline(self, text: str, location: Location) -> str:
        """Text without fences, with its roles and links turned; code stays as it is."""
        kept: list[str] = []

        def mask(match: re.Match[str]) -> str:
            where = location.below(text.count("\n", 0, match.start()))
            kept.append(match[0] if match["role"] is None else self._role(match, where))
            return f"\0{len(kept) - 1}\0"

        def turn(match: re.Match[str]) -> str:
            where = location.below(masked.count("\n", 0, match.start()))
            picture = match["head"].startswith("!")
            change = self.picture if picture else self._link
            return f"{match['head']}({change(match['target'], where)}{match['title'] or ''})"

        masked = _CODE.sub(mask, text)
        return re.sub(r"\0(\d+)\0", lambda match: kept[int(match[1])], _LINK.sub(turn, masked))

    def picture(self, target: str, location: Location) -> str:
        """The path of a figure, seen from the notebook; the file will be copied there."""
        if _is_elsewhere(target):
            raise location.error(f"the picture {target} lies on another host: keep it in lessons/.")
        file = (self.root / self.page).parent / target
        if not file.is_file() or not file.resolve().is_relative_to(
            (self.root / "lessons").resolve()
        ):
            raise location.error(f"the picture {target} is not a file below lessons/.")
        name = file.resolve().relative_to((self.root / "lessons").resolve()).as_posix()
        self.figures[name] = file
        return f"./{name}"

    def _role(self, match: re.Match[str], location: Location) -> str:
        role, content = match["role"], match["text"]
        named = _NAMED.match(content)
        text, target = (named["text"], named["target"]) if named else ("", content)
        if role == "doc":
            page = self._page(target, location)
            return f"[{text or _title(self.root / f'{page}.md')}]({self._address(page, None)})"
        if role == "ref":
            label = self._label(target, location)
            address = self._address(label.page, label.heading)
            return f"[{text or label.heading or target}]({address})"
        if role == "term":
            return text or content
        if role in _KEPT_ROLES:
            return match[0]
        if role in _CODE_ROLES:
            return f"`{content}`"
        if role in _BOLD_ROLES:
            return f"**{content}**"
        raise location.error(f"a notebook cannot show the role {{{role}}}.")

    def _link(self, target: str, location: Location) -> str:
        if _is_elsewhere(target):
            return target
        path, _, label = target.partition("#")
        if label:
            found = self._label(label, location)
            return self._address(found.page, found.heading)
        outside = path.startswith("../")
        # A box made it already: to a file of the learner's copy, or to a notebook.
        if outside and (self.root / "exercises" / path[3:]).is_file():
            return path
        if not path.endswith(".ipynb") and (path.endswith(".md") or not outside):
            return self._address(self._page(path, location), None)
        if f"lessons/{path.removesuffix('.ipynb')}" in self.notebooks:
            return f"./{path}"
        raise location.error(f"a notebook cannot link to {path}.")

    def _label(self, label: str, location: Location) -> Target:
        if label not in self.labels:
            raise location.error(f"no page has the label {label}.")
        return self.labels[label]

    def _page(self, target: str, location: Location) -> str:
        folder = PurePosixPath(self.page).parent
        page = normpath((folder / target.removesuffix(".md")).as_posix())
        if not (self.root / f"{page}.md").is_file():
            raise location.error(f"there is no page {target}.")
        return page

    def _address(self, page: str, heading: str | None) -> str:
        """A notebook's path; other pages are in the book, which our part of JupyterLab opens."""
        anchor = f"#{slug(heading)}" if heading else ""
        if page == self.page.removesuffix(".md") and anchor:
            return anchor
        if page in self.notebooks:
            return f"./{PurePosixPath(page).name}.ipynb{anchor}"
        return f"../book/{page}.html{anchor}"


def read_labels(root: Path, pages: list[str]) -> dict[str, Target]:
    """Every label of these pages, and every heading by its slug where no label has that name."""
    found: dict[str, Target] = {}
    for page in pages:
        file = root / f"{page}.md"
        with contextlib.suppress(MaterialError):  # raised again where the page is turned
            lines = tuple(file.read_text(encoding="utf-8").splitlines())
            _labels_of(lines, page, Location(file, 1), found)
    return found


def _labels_of(
    lines: tuple[str, ...], page: str, location: Location, found: dict[str, Target]
) -> None:
    for block in blocks(lines, location):
        if isinstance(block, Fence):
            if block.name == "workshop-exercise":
                found[block.argument] = Target(page, None)
            if "name" in block.options and block.name != "code-cell":  # that is for questions
                found[block.options["name"]] = Target(page, None)
            if block.holds_markdown:
                _labels_of(block.lines, page, block.body_location, found)
            continue
        waiting: list[str] = []
        for line in block.lines:
            heading, label = _HEADING.match(line), LABEL.match(line)
            if label:
                waiting.append(label["label"])
            elif line.strip():
                text = plain(heading["text"]) if heading else None
                found.update({label: Target(page, text) for label in waiting})
                if text:
                    found.setdefault(slug(text), Target(page, text))
                waiting.clear()
        found.update({label: Target(page, None) for label in waiting})


def _is_elsewhere(target: str) -> bool:
    return bool(re.match(r"[a-z][a-z0-9+.-]*:", target))


def _title(file: Path) -> str:
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith(("# ", "title: ")):
            return line.partition(" ")[2].strip(' "')
    return file.stem
