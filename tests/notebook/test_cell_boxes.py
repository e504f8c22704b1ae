"""Questions and pictures on a page of the book, and in a notebook."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from browsing import OfflinePage
from workshop.base.errors import UsageError
from workshop.notebook.cell_boxes import CellBox

ROOT = Path(__file__).resolve().parents[2]
QUIZ = """
[[question]]
id = "moves-alias"
prompt = "How many names?"
[[question.option]]
text = "One"
correct = true
explanation = "Yes, one."
[[question.option]]
text = "Two"
misconception = "m-alias"
explanation = "No, that is Python."
"""
MEMORY = """
title = "One vector"
[[steps]]
code = "let run = vec![1.0];"
[[steps.boxes]]
area = "Stack"
name = "run"
rows = [{ name = "length", value = "1" }]
"""
PAGE = """
# A page

:::{workshop-memory} vector
:::

:::{workshop-quiz} moves-alias
:::
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    for name, text in {
        "lessons/quizzes/moves.toml": QUIZ,
        "lessons/memory/vector.toml": MEMORY,
        "lessons/misconceptions.toml": 'm-alias = "two names"\n',
        "index.md": PAGE,
        "conf.py": (
            "extensions = ['myst_parser', 'workshop.publish.sphinx_cells']\n"
            "myst_enable_extensions = ['colon_fence']\n"
        ),
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def build(course: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "sphinx", "-q", "-W", str(course), str(course / "html")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(words, capture_output=True, text=True, check=False, env=environment)


def test_the_book_shows_all_and_answers_without_a_server(
    course: Path, offline_page: OfflinePage, http_folder: Callable[[Path], str]
) -> None:
    built = build(course)
    assert built.stderr == ""
    page = offline_page.open(f"{http_folder(course / 'html')}/index.html")
    drawn = page.locator("figure.ws-picture svg[aria-label^='Memory after let run']")
    assert drawn.filter(visible=True).count() == 1  # the wide one or the narrow one
    page.get_by_role("radio", name="Two").check()
    page.get_by_label("Why?").fill("two labels")
    page.get_by_role("button", name="Check").click()
    assert "that is Python" in page.get_by_role("status").inner_text()
    assert offline_page.foreign_requests == []


@pytest.mark.slow
def test_the_book_shows_the_name_of_a_cell(course: Path) -> None:
    (course / "conf.py").write_text(
        "extensions = ['myst_nb', 'workshop.publish.sphinx_cells']\nnb_execution_mode = 'off'\n"
        "suppress_warnings = ['myst-nb.lexer']\n",
        encoding="utf-8",
    )
    cells = (
        "```{code-cell} ipython3\n:name: alias\n\n1 + 1\n```\n\n```{code-cell} ipython3\n2\n```\n"
    )
    head = "---\nfile_format: mystnb\nkernelspec: {name: python3}\n---\n"
    (course / "index.md").write_text(f"{head}# A page\n\n{cells}", encoding="utf-8")
    assert build(course).returncode == 0
    page = (course / "html" / "index.html").read_text(encoding="utf-8")
    assert page.count('class="ws-cell-name"') == 1
    assert page.count("Cell alias</p>") == 1


@pytest.mark.slow
def test_a_changed_question_renews_the_page(course: Path) -> None:
    build(course)
    file = course / "lessons" / "quizzes" / "moves.toml"
    file.write_text(QUIZ.replace("How many names?", "How many owners?"), encoding="utf-8")
    build(course)
    assert "How many owners?" in (course / "html" / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_an_unknown_box_stops_the_book_at_its_line(course: Path) -> None:
    (course / "index.md").write_text(PAGE.replace("moves-alias", "nothing"), encoding="utf-8")
    built = build(course)
    assert built.returncode != 0
    assert "index.md:7" in built.stderr
    assert "There is no question 'nothing'" in built.stderr


def box(kind: str, argument: str, course: Path, **options: str) -> CellBox:
    """A box on a page of the course."""
    return CellBox(f"workshop-{kind}", argument, course, course / "index.md", options)


def test_a_notebook_calls_the_functions_of_the_kernel(course: Path) -> None:
    assert box("quiz", "moves-alias", course).call == 'show_quiz("moves-alias")'
    assert box("memory", "vec-move", course).call == 'show_memory("vec-move")'


def test_unknown_names_and_options_are_rejected(course: Path) -> None:
    for kind in ("quiz", "memory", "permissions"):
        with pytest.raises(UsageError, match="nothing"):
            box(kind, "nothing", course).check()
    with pytest.raises(UsageError, match="workshop-memory has no options"):
        box("memory", "vector", course, title="Mine").check()
