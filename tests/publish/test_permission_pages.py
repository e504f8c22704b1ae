"""Pictures of permissions on a page of the book, and what a notebook gets instead."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from browsing import OfflinePage
from clones import make_clone
from workshop.base.errors import MaterialError
from workshop.course.catalog import Catalog
from workshop.notebook import permissions
from workshop.publish.converter import Cell, Converter
from workshop.publish.directives import Page
from workshop.publish.links import Linker

pytestmark = pytest.mark.cargo

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (
    'let mut run = vec![1.0];\nlet view = &run;\nprintln!("{}", view.len());\nrun.push(2.0);\n'
)
FRONT = "---\nfile_format: mystnb\nkernelspec: {name: python3}\n---\n# Moves\n\n"
CELL = """```{code-cell} ipython3
:name: moved

%%rust --expect E0382
let run = vec![1.0];
let kept = run;
println!("{:?} {:?}", run, kept);
```

"""
BOXES = """:::{workshop-permissions} moved
:::

:::{workshop-permissions} view
:title: Who may write?
:columns: run
:all:
:::

:::{workshop-permissions} view
:predict: 2 run, 3 run
:::
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    files = {
        "lessons/permissions/view.rs": PROGRAM,
        "lessons/moves.md": FRONT + CELL + BOXES,
        "index.md": "# A book\n\n```{toctree}\nlessons/moves\n```\n",
        "conf.py": (
            "extensions = ['myst_nb', 'workshop.publish.sphinx_cells']\n"
            "nb_execution_mode = 'off'\nmyst_enable_extensions = ['colon_fence']\n"
            "suppress_warnings = ['myst-nb.lexer']\n"
            "exclude_patterns = ['work', 'html', 'jupyter_execute']\n"
        ),
        "book/_toc.yml": "format: jb-book\nroot: index\nchapters: []\n",
    }
    return make_clone(tmp_path, files=files)


def build(course: Path) -> subprocess.CompletedProcess[str]:
    words = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "-j",
        "2",
        str(course),
        str(course / "html"),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(words, capture_output=True, text=True, check=False, env=environment)


def shown(course: Path) -> str:
    return (course / "html" / "lessons" / "moves.html").read_text(encoding="utf-8")


def test_the_book_shows_the_pictures_as_the_page_chooses(
    course: Path, offline_page: OfflinePage, http_folder: Callable[[Path], str]
) -> None:
    assert build(course).stderr == ""
    page = offline_page.open(f"{http_folder(course / 'html')}/lessons/moves.html")
    pictures = page.locator("figure.ws-picture")
    assert pictures.count() == 3
    first, second, third = pictures.all()
    assert "kept" in first.inner_text()
    assert "Who may write?" in second.locator("figcaption").inner_text()
    assert "Show permissions" not in page.content()
    assert "shared borrow by" not in third.inner_text()
    third.get_by_role("checkbox", name="run after line 2: may be read").check()
    third.get_by_role("button", name="Check").click()
    assert third.get_by_role("status").inner_text().startswith("You got 1 of 2 right.")
    assert "shared borrow by" in third.inner_text()
    assert offline_page.foreign_requests == []
    assert offline_page.errors == []


@pytest.mark.slow
def test_a_changed_program_renews_the_page(course: Path) -> None:
    assert build(course).stderr == ""
    assert "station" not in shown(course)
    file = course / "lessons" / "permissions" / "view.rs"
    file.write_text(PROGRAM.replace("run", "station"), encoding="utf-8")
    page = course / "lessons" / "moves.md"
    page.write_text(FRONT + CELL + BOXES.replace("run", "station"), "utf-8")
    assert build(course).stderr == ""
    assert "station" in shown(course)


@pytest.mark.slow
def test_a_mistake_stops_the_book_at_its_line(course: Path) -> None:
    page = course / "lessons" / "moves.md"
    lines = page.read_text("utf-8").splitlines()
    place = lines.index(":::{workshop-permissions} view") + 1
    for old, new, says in (
        ("} view", "} vieww", "Did you mean `view`?"),
        ("columns: run", "columns: walk", "no path `walk`"),
        (":title:", ":titel:", "titel"),
        (":title: Who may write?", ":predict: 9 run", "the picture shows the lines 1 to 4"),
        (":title: Who may write?", ":predict: run", "such as `2 run, 4 *view`, not `run`"),
    ):
        page.write_text("\n".join(lines).replace(old, new) + "\n", "utf-8")
        built = build(course)
        assert built.returncode != 0
        assert says in built.stderr
        assert f"moves.md:{place}" in built.stderr


def cells(course: Path) -> list[Cell]:
    file = course / "lessons" / "moves.md"
    linker = Linker(course, "lessons/moves", frozenset(), {})
    text = file.read_text("utf-8").partition("\n---\n")[2]
    return Converter(Page(Catalog(course), None, in_notebook=True), linker).cells(text, file)


def test_a_notebook_gets_a_hidden_call_and_asks_no_compiler(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a notebook is made without the compiler")

    monkeypatch.setattr(permissions, "permissions_of", never)
    found = [cell for cell in cells(course) if "show_permissions" in cell.source]
    assert [cell.source for cell in found] == [
        'show_permissions("moved", page="moves")',
        'show_permissions("view", title="Who may write?", columns="run", everything=True)',
        'show_permissions("view", predict="2 run, 3 run")',
    ]
    assert {cell.metadata["jupyter"]["source_hidden"] for cell in found} == {True}
    assert all("A picture" in cell.shown for cell in found)


def test_a_notebook_with_an_unknown_program_is_not_made(course: Path) -> None:
    (course / "lessons" / "permissions" / "view.rs").unlink()
    with pytest.raises(MaterialError, match=r"moves\.md:\d+: There is no lessons/permissions/view"):
        cells(course)


def test_the_kernel_shows_what_the_notebook_calls(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workshop.notebook import ipython_extension as kernel

    seen: list[object] = []
    monkeypatch.setattr(kernel, "ROOT", course)
    monkeypatch.setattr(kernel, "_show", seen.append)
    for cell in cells(course):
        if "show_permissions" in cell.source:
            exec(cell.source, {"show_permissions": kernel.show_permissions})  # noqa: S102
    shown = [thing.html for thing in seen]  # type: ignore[attr-defined]
    assert ["ws-picture" in html for html in shown] == [True, True, True]
    assert ["window.workshopPredict" in html for html in shown] == [False, False, True]
    with pytest.raises(kernel.Stopped, match="There is no lessons/permissions/nothing"):
        kernel.show_permissions("nothing")
