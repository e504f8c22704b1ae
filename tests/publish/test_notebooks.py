from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from clones import make_clone
from workshop.base.errors import MaterialError
from workshop.course import quiz
from workshop.course.catalog import Catalog
from workshop.publish import notebooks
from workshop.publish.questions import with_its_cell

FRONT = """\
---
file_format: mystnb
kernelspec: {{name: workshop, display_name: Workshop}}
title: {title}
id: {id}
part: B
teaching: 20
exercising: 7
requires: []
objectives: [say who owns a value]
exercises: [{exercises}]
---
"""
EXERCISE = """\
id = "ownership-move"
title = "Put the lines in order"
kind = "rust"
minutes = 7
timeout = 10
files = ["src/lib.rs"]
minimum = "It compiles."
stretch = "Think of C++."
[starter]
code = "E0382"
[[hints]]
text = "Who owns it?"
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with two episodes, one exercise and one reference page."""
    files = {
        "book/_toc.yml": TOC,
        "book/setup.md": "# Setup\n\n(ready)=\n## You are ready\n",
        "exercises/ownership/move/exercise.toml": EXERCISE,
        "exercises/ownership/move/src/lib.rs": "// TODO\n",
        "solutions/ownership/move/src/lib.rs": "fn done() {}\n",
    }
    make_clone(tmp_path, files=files)
    episode(tmp_path, "moves", "Text.\n", exercises="ownership-move")
    episode(tmp_path, "lists", "(copies)=\n## A list is copied\n\nText.\n")
    return tmp_path


TOC = """\
format: jb-book
root: book/index
parts:
  - caption: All
    chapters: [{file: book/setup}, {file: lessons/moves}, {file: lessons/lists}]
"""


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def episode(clone: Path, id: str, text: str, exercises: str = "") -> None:
    front = FRONT.format(title=id.title(), id=id, exercises=exercises)
    write(clone / "lessons" / f"{id}.md", front + text)


def cells(clone: Path, text: str, exercises: str = "ownership-move") -> list[dict[str, Any]]:
    """The cells that `text` becomes, without the title that is put before them."""
    episode(clone, "moves", text, exercises)
    notebook = notebooks.notebooks(Catalog(clone))[0]
    found: list[dict[str, Any]] = json.loads(notebook.text)["cells"]
    return found[1:]


def made(clone: Path) -> list[notebooks.Notebook]:
    return notebooks.notebooks(Catalog(clone))


def source(clone: Path, text: str) -> str:
    """All Markdown that `text` becomes."""
    return "\n\n".join("".join(cell["source"]) for cell in cells(clone, text))


def refusal(clone: Path, text: str) -> str:
    with pytest.raises(MaterialError) as error:
        cells(clone, text)
    return str(error.value).removeprefix(f"{clone}/")


LINES = FRONT.count("\n")
PAGES = Path(__file__).parent / "pages"


# Cells


def test_text_and_code_become_cells(clone: Path) -> None:
    found = cells(clone, "One.\n\n```{code-cell} ipython3\n%%rust\nlet a = 1;\n```\n\nTwo.\n")
    assert [cell["cell_type"] for cell in found] == ["markdown", "code", "markdown"]
    assert "".join(found[1]["source"]) == "%%rust\nlet a = 1;"


def test_each_section_is_a_cell_of_its_own(clone: Path) -> None:
    found = cells(clone, "Start.\n\n## One\n\nText.\n\n### Two\n\nText.\n")
    assert ["".join(cell["source"]).split("\n")[0] for cell in found] == [
        "Start.",
        "## One",
        "### Two",
    ]


def test_a_heading_in_code_splits_nothing(clone: Path) -> None:
    assert len(cells(clone, "Text.\n\n```python\n# not a heading\n```\n")) == 1


def test_tags_and_hidden_sources_are_metadata(clone: Path) -> None:
    text = "```{code-cell} ipython3\n:tags: [raises-exception, hide-input]\n1 / 0\n```\n"
    (cell,) = cells(clone, text)
    assert cell["metadata"]["tags"] == ["raises-exception", "hide-input"]
    assert cell["metadata"]["jupyter"] == {"source_hidden": True}


@pytest.mark.parametrize("codes", ["E0382", "E0382,E0505", "panic"])
def test_what_a_reader_predicts_is_not_given_away(clone: Path, codes: str) -> None:
    text = "```{{code-cell}} ipython3\n:tags: [{}]\n\n%%rust --expect {} --seconds 2\n1;\n```\n"
    asked, told = cells(clone, text.format("predict", codes) + text.format("other", codes))
    assert "".join(asked["source"]) == "%%rust --seconds 2\n1;"
    assert asked["metadata"]["workshop"] == {"expect": codes}
    assert "".join(told["source"]) == f"%%rust --expect {codes} --seconds 2\n1;"
    assert "workshop" not in told["metadata"]


def test_a_notebook_says_where_it_stands_in_the_course(clone: Path) -> None:
    first, last = ("".join(json.loads(n.text)["cells"][0]["source"]) for n in made(clone))
    assert first == "# Moves\n\nEpisode 1 of 2 · next: [Lists](./lists.ipynb)"
    assert last == "# Lists\n\nEpisode 2 of 2 · before: [Moves](./moves.ipynb)"


def test_removed_cells_are_left_out(clone: Path) -> None:
    assert cells(clone, "```{code-cell} ipython3\n:tags: [remove-cell]\n1\n```\n") == []


def test_a_break_gives_its_metadata_to_the_next_cell(clone: Path) -> None:
    text = 'One.\n\n+++ {"jp-MarkdownHeadingCollapsed": true}\n\n## Two\n\nText.\n'
    found = cells(clone, text)
    assert [cell["metadata"] for cell in found] == [{}, {"jp-MarkdownHeadingCollapsed": True}]


def test_the_notebook_is_valid_and_names_the_kernel(clone: Path) -> None:
    notebook = notebooks.notebooks(Catalog(clone))[0]
    content = nbformat.reads(notebook.text, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(content)
    assert content.metadata.kernelspec.name == "workshop"


def test_same_episode_gives_same_bytes(clone: Path) -> None:
    text = "One.\n\n```{code-cell} ipython3\n1\n```\n\n```{code-cell} ipython3\n1\n```\n"
    episode(clone, "moves", text)
    first, second = (notebooks.notebooks(Catalog(clone))[0].text for _ in range(2))
    assert first == second
    ids = [cell["id"] for cell in json.loads(first)["cells"]]
    assert len(set(ids)) == len(ids)


def test_a_cell_keeps_its_id_when_others_come(clone: Path) -> None:
    before = cells(clone, "## One\n\nText.\n")[0]["id"]
    assert cells(clone, "## New\n\n## One\n\nText.\n")[1]["id"] == before


# What is included, shown, left out


def test_literalinclude_becomes_a_fence(clone: Path) -> None:
    write(clone / "lessons/code/a.rs", "use x;\n// [core]\nfn a() {}\n// [end]\nfn b() {}\n")
    text = '```{literalinclude} code/a.rs\n:language: rust\n:start-after: "// [core]"\n'
    found = source(clone, text + ':end-before: "// [end]"\n```\n')
    assert found == "```rust\nfn a() {}\n```"


def test_literalinclude_of_lines_with_a_fence_in_them(clone: Path) -> None:
    write(clone / "lessons/code/a.md", "one\n```\ntwo\n```\n")
    found = source(clone, "```{literalinclude} code/a.md\n:lines: 2-4\n```\n")
    assert found == "````text\n```\ntwo\n```\n````"


def test_a_missing_marker_is_named_with_its_place(clone: Path) -> None:
    write(clone / "lessons/code/a.rs", "fn a() {}\n")
    text = "Text.\n\n```{literalinclude} code/a.rs\n:start-after: '[core]'\n```\n"
    expected = f"lessons/moves.md:{LINES + 3}: code/a.rs has no line with '[core]' (start-after)."
    assert refusal(clone, text) == expected


def test_a_missing_file_is_named_with_its_place(clone: Path) -> None:
    text = "```{literalinclude} code/none.rs\n```\n"
    assert refusal(clone, text).startswith(f"lessons/moves.md:{LINES + 1}: code/none.rs cannot be")


def test_an_included_page_is_turned_too(clone: Path) -> None:
    write(clone / "lessons/part.md", "See {ref}`copies`.\n")
    assert source(clone, "```{include} part.md\n```\n") == (
        "See [A list is copied](./lists.ipynb#a-list-is-copied)."
    )


def test_solution_is_collapsed_and_shows_the_solution(clone: Path) -> None:
    found = source(clone, ":::{workshop-solution} ownership-move\nThe usual wrong way.\n:::\n")
    assert re.search(r"^:+\{dropdown\} Solution", found)
    assert "fn done() {}" in found
    assert "The usual wrong way." in found


def test_exercise_box_links_the_learners_copy(clone: Path) -> None:
    found = source(clone, ":::{workshop-exercise} ownership-move\nDo it.\n:::\n")
    assert "](../ownership/move/src/lib.rs)" in found


def test_a_cell_that_checks_follows_the_exercise(clone: Path) -> None:
    text = ":::{workshop-exercise} ownership-move\nDo it.\n:::\n\nMore.\n"
    box, check, more = cells(clone, text)
    assert "Do it." in "".join(box["source"])
    assert "".join(check["source"]).endswith("\n%check ownership-move")
    assert more["source"] == ["More."]


def test_a_question_is_a_cell_with_hidden_source_that_says_what_to_do(
    clone: Path, root: Path
) -> None:
    shutil.copytree(root / "lessons" / "quizzes", clone / "lessons" / "quizzes")
    shutil.copy(root / "lessons" / "misconceptions.toml", clone / "lessons")
    id = next(id for id, question in quiz.read_all(root).items() if question.cell is None)
    (cell,) = cells(clone, f":::{{workshop-quiz}} {id}\n:::\n")
    assert "".join(cell["source"]) == f'show_quiz("{id}")'
    assert cell["metadata"]["jupyter"] == {"source_hidden": True}
    assert "Shift+Enter" in cell["outputs"][0]["data"]["text/plain"][0]


QUESTION = """\
[[question]]
id = "moves-owner"
prompt = "What does the cell above print?"
cell = "owner"
[[question.option]]
text = "`7`"
correct = true
explanation = "It does."
[[question.option]]
text = "`8`"
misconception = "m-owner"
explanation = "It does not."
"""
NAMED = '```{code-cell} ipython3\n:name: owner\n\n%%rust\nprintln!("7");\n```\n\n'
ASKED = ":::{workshop-quiz} moves-owner\n:::\n"


def test_a_question_asks_about_a_cell_above_it_that_has_its_name(clone: Path) -> None:
    write(clone / "lessons" / "quizzes" / "moves.toml", QUESTION)
    write(clone / "lessons" / "misconceptions.toml", 'm-owner = "Eight."\n')
    cell, asks = cells(clone, NAMED + ASKED)
    assert cell["metadata"] == {"name": "owner"}
    assert "".join(asks["source"]) == 'show_quiz("moves-owner")'
    question = with_its_cell(quiz.find(clone, "moves-owner"))
    assert question.code == 'println!("7");\n'
    said = "moves-owner asks about the cell 'owner': above the question"
    for text, message in (
        (ASKED + NAMED, f"{LINES + 1}: {said}, no"),
        (NAMED * 2 + ASKED, f"{LINES + 15}: {said}, 2"),
    ):
        assert refusal(clone, text).startswith(f"lessons/moves.md:{message} cells have the option")


def test_a_question_about_python_is_checked_with_the_library_that_it_uses(clone: Path) -> None:
    write(clone / "lessons" / "quizzes" / "moves.toml", QUESTION)
    write(clone / "lessons" / "misconceptions.toml", 'm-owner = "Eight."\n')
    library = "```{code-cell} ipython3\n%%rust --library runs\n// runs\n```\n\n"
    cells(clone, library + NAMED.replace('%%rust\nprintln!("7");', "CDLL(runs).mean()") + ASKED)
    question = with_its_cell(quiz.find(clone, "moves-owner"))
    assert (question.library, question.module, question.code) == ("runs", None, "// runs\n")
    assert (question.language, question.python) == ("rust", "CDLL(runs).mean()\n")


def test_a_question_about_python_is_checked_with_the_module_that_it_uses(clone: Path) -> None:
    write(clone / "lessons" / "quizzes" / "moves.toml", QUESTION)
    write(clone / "lessons" / "misconceptions.toml", 'm-owner = "Eight."\n')
    modules = "".join(
        f"```{{code-cell}} ipython3\n%%rust --module {name}\n// {name}\n```\n\n"
        for name in ("other", "runs", "last")
    )
    cells(clone, modules + NAMED.replace('%%rust\nprintln!("7");', "runs.mean([7])") + ASKED)
    question = with_its_cell(quiz.find(clone, "moves-owner"))
    assert (question.module, question.code) == ("runs", "// runs\n")
    assert (question.language, question.python) == ("rust", "runs.mean([7])\n")


def test_the_name_of_a_cell_is_no_label(clone: Path) -> None:
    assert "no page has the label owner" in refusal(clone, NAMED + "See [it](#owner).\n")


def test_an_episode_whose_exercises_are_all_for_home(clone: Path) -> None:
    home = EXERCISE.replace("minutes = 7", "minutes = 40\nhome = true")
    write(clone / "exercises/ownership/move/exercise.toml", home)
    box, check = cells(clone, ":::{workshop-exercise} ownership-move\nDo it.\n:::\n")
    assert "`ownership-move` · 40 minutes · at home" in "".join(box["source"])
    assert "".join(check["source"]).endswith("\n%check ownership-move")


def test_a_box_says_what_an_exercise_needs_and_starts_from(clone: Path) -> None:
    more = 'requires = ["gfortran"]\ncontinues = "ownership-first"\n[starter]'
    write(clone / "exercises/ownership/move/exercise.toml", EXERCISE.replace("[starter]", more))
    first = EXERCISE.replace("ownership-move", "ownership-first")
    write(clone / "exercises/ownership/first/exercise.toml", first)
    found = source(clone, ":::{workshop-exercise} ownership-move\nDo it.\n:::\n")
    assert "**Starts from:** the finished `ownership-first`" in found
    assert "**Needs:** a Fortran compiler, `gfortran`; `./workshop doctor` says" in found


def test_another_solution_may_be_python(clone: Path) -> None:
    reason = '"""Another way: a set.\n\nIt forgets the order.\n"""\n\n'
    write(
        clone / "solutions/ownership/move/another.py", f"{reason}# [all]\nfirst = {{1}}\n# [end]\n"
    )
    found = source(clone, ":::{workshop-solution} ownership-move\nWhy.\n:::\n")
    assert "**Another correct way:** a set. It forgets the order.\n\n" in found
    assert "```python\nfirst = {1}\n```" in found


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("another.py", '"""Another way: a set."""\n\nfirst = {1}\n', "```python\nfirst = {1}\n```"),
        ("another.rs", "//! Another way: a\n//! set.\n\nfn f() {}\n", "```rust\nfn f() {}\n```"),
        ("another.toml", "# Another way: a\n# set.\n\n# b\nc = 1\n", "```toml\n# b\nc = 1\n```"),
        (
            "another.md",
            "<!-- Another way: a\nset. -->\n\n# B\n\n```\n$ c\n```\n",
            "````markdown\n# B\n\n```\n$ c\n```\n````",
        ),
    ],
)
def test_another_solution_without_markers_is_shown_as_a_whole(
    clone: Path, name: str, text: str, shown: str
) -> None:
    write(clone / "solutions/ownership/move" / name, text)
    found = source(clone, ":::{workshop-solution} ownership-move\nWhy.\n:::\n")
    assert "**Another correct way:** a set.\n\n" in found
    assert shown in found


def test_unknown_exercise_in_a_box_is_named_with_its_place(clone: Path) -> None:
    text = "Text.\n\n:::{workshop-exercise} no-such\n:::\n"
    assert refusal(clone, text).startswith(f"lessons/moves.md:{LINES + 3}: ")


def test_the_example_of_a_section_becomes_cells(clone: Path) -> None:
    example = (PAGES / "example-section.md").read_text(encoding="utf-8")
    write(clone / "lessons" / "moves.md", example.replace("id: example-section", "id: moves"))
    notebook = made(clone)[0]
    shown = json.loads(notebook.text)["cells"]
    texts = ["".join(cell["source"]) for cell in shown]
    assert "% " not in "".join(texts)
    (program,) = [cell for cell in shown if cell["cell_type"] == "code"]
    assert program["metadata"]["tags"] == ["predict"]
    assert program["metadata"]["workshop"] == {"expect": "E0382"}
    assert "".join(program["source"]).startswith("%%rust\nuse std::collections::HashMap;")
    assert ":::{admonition} Rule\n:class: rule\n" in texts[-1]
    assert texts[-1].endswith('prints `Tromsø: {"Tromsø": 12}`.')


def test_labels_and_comments_are_left_out(clone: Path) -> None:
    assert source(clone, "(mine)=\n## Title\n\n% a note to authors\nText.\n") == "## Title\n\nText."


def test_figures_are_copied_and_shown(clone: Path) -> None:
    write(clone / "lessons/figures/a.svg", "<svg/>")
    text = (
        ":::{figure} figures/a.svg\n:alt: A curve.\n:name: curve\nThe {ref}`copies` curve.\n:::\n"
    )
    found = source(clone, text)
    assert found.startswith(":::{figure} ./figures/a.svg\n:alt: A curve.\n\nThe [A list")
    notebooks.update_notebooks(clone)
    assert (clone / "work/lessons/figures/a.svg").read_text() == "<svg/>"


def test_a_picture_that_is_missing_or_elsewhere_is_refused(clone: Path) -> None:
    where = f"lessons/moves.md:{LINES + 1}: the picture"
    assert refusal(clone, "![x](figures/none.svg)\n").startswith(where)
    assert refusal(clone, "![x](https://example.org/a.png)\n").startswith(where)
    assert refusal(clone, "![x](../book/setup.md)\n").startswith(where)


@pytest.mark.parametrize("name", ["raw", "glossary", "mermaid", "no-such"])
def test_a_directive_that_cannot_be_shown_is_an_error(clone: Path, name: str) -> None:
    text = f"Text.\n\n:::{{note}}\n```{{{name}}}\n```\n:::\n"
    message = f"lessons/moves.md:{LINES + 4}: a notebook cannot show the directive {{{name}}}."
    assert refusal(clone, text) == message


def test_a_code_cell_in_a_directive_is_an_error(clone: Path) -> None:
    text = "::::{dropdown} Solution\n\n```{code-cell} ipython3\n1\n```\n::::\n"
    assert refusal(clone, text).startswith(f"lessons/moves.md:{LINES + 3}: a code-cell inside")


def test_an_open_fence_is_an_error(clone: Path) -> None:
    assert "is never closed" in refusal(clone, ":::{note}\nText.\n")


def test_code_in_a_list_stays_as_it_is(clone: Path) -> None:
    text = "- one\n\n  ```rust\n  let a = {ref}`x`; // [a](b.md)\n  ```\n"
    assert source(clone, text) == text.rstrip("\n")


# Links


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("[lists](lists.md)", "[lists](./lists.ipynb)"),
        ("[lists](lists.md#copies)", "[lists](./lists.ipynb#a-list-is-copied)"),
        ("[copies](#copies)", "[copies](./lists.ipynb#a-list-is-copied)"),
        ("{ref}`copies`", "[A list is copied](./lists.ipynb#a-list-is-copied)"),
        ("{ref}`see <copies>`", "[see](./lists.ipynb#a-list-is-copied)"),
        ("{doc}`lists`", "[Lists](./lists.ipynb)"),
        ("{doc}`../book/setup`", "[Setup](../book/book/setup.html)"),
        ("[ready](../book/setup.md#ready)", "[ready](../book/book/setup.html#you-are-ready)"),
        ("[web](https://doc.rust-lang.org/)", "[web](https://doc.rust-lang.org/)"),
        ("[`code` in text](lists.md)", "[`code` in text](./lists.ipynb)"),
        ("`[code](lists.md)`", "`[code](lists.md)`"),
        ("{term}`owner`", "owner"),
        ("{kbd}`P`", "**P**"),
        ("{command}`ls`", "`ls`"),
        ("{math}`x^2`", "{math}`x^2`"),
        (r"`a[i](j)` and $x_1$", r"`a[i](j)` and $x_1$"),
    ],
)
def test_links_and_roles_become_what_jupyter_follows(clone: Path, link: str, expected: str) -> None:
    assert source(clone, f"See {link} there.\n") == f"See {expected} there."


@pytest.mark.parametrize("link", ["[x](none.md)", "{ref}`none`", "[x](#none)", "{cite}`none`"])
def test_a_link_to_nothing_is_an_error_with_its_line(clone: Path, link: str) -> None:
    assert refusal(clone, f"One\ntwo\nthree {link}.\n").startswith(
        f"lessons/moves.md:{LINES + 3}: "
    )


# What the learner has


def learner_changes(file: Path, text: str) -> None:
    notebook = json.loads(file.read_text(encoding="utf-8"))
    notebook["cells"][1]["source"] = text
    file.write_text(json.dumps(notebook), encoding="utf-8")


def test_all_episodes_are_made_and_nothing_is_made_twice(clone: Path) -> None:
    assert notebooks.update_notebooks(clone).written == ("moves.ipynb", "lists.ipynb")
    assert notebooks.update_notebooks(clone) == notebooks.NotebooksUpdate()


def test_an_untouched_notebook_is_renewed(clone: Path) -> None:
    notebooks.update_notebooks(clone)
    episode(clone, "moves", "New text.\n")
    assert notebooks.update_notebooks(clone).written == ("moves.ipynb",)
    assert "New text." in (clone / "work/lessons/moves.ipynb").read_text()


def test_a_notebook_that_was_only_run_is_renewed(clone: Path) -> None:
    episode(clone, "moves", "```{code-cell} ipython3\n1\n```\n")
    notebooks.update_notebooks(clone)
    file = clone / "work/lessons/moves.ipynb"
    notebook = json.loads(file.read_text())
    notebook["cells"][1] |= {"execution_count": 3, "source": "1"}
    notebook["metadata"]["language_info"]["version"] = "3.11"
    file.write_text(json.dumps(notebook))
    episode(clone, "moves", "New text.\n")
    assert notebooks.update_notebooks(clone).written == ("moves.ipynb",)


def test_a_changed_notebook_stays_and_the_new_one_lies_beside_it(clone: Path) -> None:
    notebooks.update_notebooks(clone)
    file = clone / "work/lessons/moves.ipynb"
    learner_changes(file, "My note.")
    mine = file.read_bytes()
    assert (
        notebooks.update_notebooks(clone) == notebooks.NotebooksUpdate()
    )  # nothing new: nothing to say
    episode(clone, "moves", "New text.\n")
    made = notebooks.update_notebooks(clone)
    assert made.kept == (("moves.ipynb", "moves-new-1.ipynb"),)
    assert "moves-new-1.ipynb" in made.messages[0]
    assert file.read_bytes() == mine
    assert "New text." in file.with_name("moves-new-1.ipynb").read_text()


def test_a_new_version_is_offered_once(clone: Path) -> None:
    notebooks.update_notebooks(clone)
    file = clone / "work/lessons/moves.ipynb"
    learner_changes(file, "My note.")
    episode(clone, "moves", "New text.\n")
    notebooks.update_notebooks(clone)
    file.with_name("moves-new-1.ipynb").unlink()
    assert notebooks.update_notebooks(clone) == notebooks.NotebooksUpdate()


def test_a_changed_version_beside_it_stays_too(clone: Path) -> None:
    notebooks.update_notebooks(clone)
    file = clone / "work/lessons/moves.ipynb"
    learner_changes(file, "My note.")
    for text, beside in [("Two.\n", "moves-new-1.ipynb"), ("Three.\n", "moves-new-1.ipynb")]:
        episode(clone, "moves", text)
        assert notebooks.update_notebooks(clone).kept == (("moves.ipynb", beside),)
    learner_changes(file.with_name("moves-new-1.ipynb"), "Mine as well.")
    episode(clone, "moves", "Four.\n")
    assert notebooks.update_notebooks(clone).kept == (("moves.ipynb", "moves-new-2.ipynb"),)


@pytest.mark.parametrize("content", ["", "no JSON", "[]", '{"cells": [{}]}'])
def test_a_broken_notebook_is_kept(clone: Path, content: str) -> None:
    notebooks.update_notebooks(clone)
    file = clone / "work/lessons/moves.ipynb"
    file.write_text(content)
    assert notebooks.update_notebooks(clone).kept == (("moves.ipynb", "moves-new-1.ipynb"),)
    assert file.read_text() == content


def test_a_broken_episode_takes_no_other_away(clone: Path) -> None:
    episode(clone, "moves", "Text.\n\n:::{note}\nnever closed\n")
    made = notebooks.update_notebooks(clone)
    assert made.written == ("lists.ipynb",)
    assert made.broken == (f"{clone}/lessons/moves.md:{LINES + 3}: the fence ::: is never closed.",)
    assert made.messages[0].startswith("An episode is missing. ")


def test_a_lost_record_overwrites_nothing(clone: Path) -> None:
    notebooks.update_notebooks(clone)
    (clone / "work/.given.json").write_text("{")
    assert notebooks.update_notebooks(clone) == notebooks.NotebooksUpdate()
    (clone / "work/.given.json").unlink()
    learner_changes(clone / "work/lessons/moves.ipynb", "My note.")
    assert notebooks.update_notebooks(clone).kept == (("moves.ipynb", "moves-new-1.ipynb"),)


@pytest.fixture
def split(clone: Path) -> Path:
    """The clone after an update of the course: `moves` has become two episodes."""
    notebooks.update_notebooks(clone)
    (clone / "lessons/moves.md").unlink()
    write(clone / "book/_toc.yml", TOC.replace("lessons/moves", "lessons/one}, {file: lessons/two"))
    for id in ("one", "two"):
        episode(clone, id, f"Text of {id}.\n")
        file = clone / "lessons" / f"{id}.md"
        file.write_text(file.read_text().replace("requires: []", "requires: []\nreplaces: moves"))
    return clone


def test_an_untouched_notebook_of_a_former_episode_is_deleted(split: Path) -> None:
    made = notebooks.update_notebooks(split)
    assert made.written == ("one.ipynb", "two.ipynb", "lists.ipynb")
    assert made.messages == (
        (
            "work/lessons/moves.ipynb was deleted; you had not changed it. "
            "Its episode is now in one.ipynb and two.ipynb."
        ),
    )
    assert not (split / "work/lessons/moves.ipynb").exists()
    assert notebooks.update_notebooks(split) == notebooks.NotebooksUpdate()


def test_a_changed_notebook_of_a_former_episode_is_kept_as_a_backup(split: Path) -> None:
    folder = split / "work/lessons"
    learner_changes(folder / "moves.ipynb", "My note.")
    learner_changes(folder / "lists.ipynb", "My other note.")
    mine, other = (folder / "moves.ipynb").read_bytes(), (folder / "lists.ipynb").read_bytes()
    write(folder / "backup/moves.ipynb", "An earlier one.")
    made = notebooks.update_notebooks(split)
    assert made.messages == (
        (
            "You have changed work/lessons/lists.ipynb, so it is kept. "
            "The new version is lists-new-1.ipynb."
        ),
        (
            "The course no longer has work/lessons/moves.ipynb. You have changed it, so it is kept "
            "as work/lessons/backup/moves-2.ipynb. Its episode is now in one.ipynb and two.ipynb."
        ),
    )
    assert (folder / "backup/moves.ipynb").read_text() == "An earlier one."
    assert (folder / "backup/moves-2.ipynb").read_bytes() == mine
    assert (folder / "lists.ipynb").read_bytes() == other  # its number in the course has changed
    assert not (folder / "moves.ipynb").exists()
    assert notebooks.update_notebooks(split) == notebooks.NotebooksUpdate()


def test_a_notebook_that_the_learner_puts_back_stays(split: Path) -> None:
    folder = split / "work/lessons"
    learner_changes(folder / "moves.ipynb", "My note.")
    notebooks.update_notebooks(split)
    (folder / "backup/moves.ipynb").rename(folder / "moves.ipynb")
    write(folder / "mine.ipynb", "{}")
    assert notebooks.update_notebooks(split) == notebooks.NotebooksUpdate()
    assert (folder / "moves.ipynb").is_file()
    assert (folder / "mine.ipynb").is_file()


def test_a_later_version_beside_a_former_notebook_is_put_away_too(clone: Path) -> None:
    notebooks.update_notebooks(clone)
    learner_changes(clone / "work/lessons/moves.ipynb", "My note.")
    episode(clone, "moves", "New text.\n")
    notebooks.update_notebooks(clone)
    (clone / "lessons/moves.md").unlink()
    write(clone / "book/_toc.yml", TOC.replace("{file: lessons/moves}, ", ""))
    made = notebooks.update_notebooks(clone)
    assert {one.name: one.backup for one in made.retired} == {
        "moves.ipynb": "backup/moves.ipynb",
        "moves-new-1.ipynb": None,
    }


def test_the_real_episodes_become_valid_notebooks(root: Path) -> None:
    for notebook in notebooks.notebooks(Catalog(root)):
        content = nbformat.reads(notebook.text, as_version=4)  # type: ignore[no-untyped-call]
        nbformat.validate(content)
        assert any(cell.cell_type == "code" for cell in content.cells), notebook.name
