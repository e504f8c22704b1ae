"""`npm run lint:prose`: the words of pages, of TOML files and of the kit's messages."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

import prose_texts
from documents import ROOT, text_of

EXEMPT = re.compile(r"(?m)^(?:% metaphor|<!-- metaphor -->)$")

pytestmark = pytest.mark.usefixtures("npm_packages")


def lint(node: Path, *names: str) -> subprocess.CompletedProcess[str]:
    """What `npm run lint:prose` does."""
    words: list[str | Path] = [node, "tools/prose/lint.mjs", *names]
    return subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def test_words_are_ours(node: Path) -> None:
    done = lint(node)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"(?m)^[1-9]\d+ files read$", done.stdout)


def test_one_paragraph_of_the_course_may_use_the_metaphor() -> None:
    pages = [*ROOT.glob("lessons/*.md"), *ROOT.glob("book/*.md"), *ROOT.glob("slides/*.md")]
    marked = [page.name for page in pages for _ in EXEMPT.findall(text_of(page))]
    assert len(marked) <= 1, marked


PAGE = """\
---
title: front mattter
---

:::{admonition} A titel
:class: droppdown

You shall lend it to the the loan, in place
of a whole number.
See {term}`ownership` and `codde`.
:::

% metaphor
Whoever lends a car gives it without a word.

% measuredd: 3

:::{workshop-measured} distances
numppy_columns lissts
:::

| cell |
| --- |
| a set-up |
"""
SLIDE = "name: sllide\nclass: cennter\n\n# A sllide\n\n.smmall[words]\n\n???\n\nNote: mend it.\n"


def remark(node: Path, folder: Path, name: str, text: str) -> subprocess.CompletedProcess[str]:
    """What remark says of one page."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    cli = ROOT / "node_modules" / "remark-cli" / "cli.js"
    options = [
        "--rc-path",
        str(ROOT / ".remarkrc.prose.mjs"),
        "--frail",
        "--no-stdout",
        "--no-color",
    ]
    return subprocess.run(
        [node, cli, *options, name], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )


def warnings(said: str) -> list[str]:
    """Line, column and word of each."""
    return [" ".join(found) for found in re.findall(r"(?m)^\s*([\d:]+)-\S+ .*?`([^`]+)`", said)]


def test_what_has_no_right_use_is_found_with_its_line(node: Path, tmp_path: Path) -> None:
    done = remark(node, tmp_path, "page.md", PAGE)
    assert done.returncode == 1
    assert warnings(done.stderr) == [
        "5:19 titel",
        "8:5 shall",
        "8:11 lend",
        "8:22 the",
        "8:30 loan",
        "8:36 in place of",
        "9:6 whole number",
        "24:5 set-up",
    ]


def test_what_slides_say_to_remark_is_no_prose(node: Path, tmp_path: Path) -> None:
    said = remark(node, tmp_path, "slides/talk.md", SLIDE).stderr
    assert warnings(said) == ["4:5 sllide", "10:7 mend"]


def test_long_sentences_are_listed_and_fail_nothing(node: Path, tmp_path: Path) -> None:
    done = remark(node, tmp_path, "page.md", f"{'One more thing and ' * 9}the end.\n")
    assert "A sentence of 38 words" in done.stderr
    assert done.returncode == 0


DECLARATION = """\
id = "ownership-mvoe"
title = "Put the lines in order"

[[hints]]
when = "E0382"
text = '''
Read the message.
```rust
let x = 1;
```
Then think.
'''
"""


def test_texts_of_toml_keep_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "exercise.toml"
    file.write_text(DECLARATION, encoding="utf-8")
    lines = prose_texts.markdown(file).splitlines()
    assert lines[1] == "# Put the lines in order"
    assert lines[6] == "# Read the message. Then think."
    assert [line for line in lines if line] == [lines[1], lines[6]]


def test_objectives_of_an_episode_are_read(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text("---\ntitle: One\nid: two\nobjectives:\n  - say three\n---\n\nText.\n")
    assert prose_texts.markdown(file).splitlines()[:5] == ["", "# One", "", "", "# say three"]


def test_messages_of_the_kit_are_read(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text(
        '"""A docstring is not read."""\nx = f"run {1} more time again"\ny = "no prose"\n'
    )
    assert prose_texts.markdown(file).splitlines()[1] == "# run `x` more time again"
    assert "docstring" not in prose_texts.markdown(file)
    assert "no prose" not in prose_texts.markdown(file)


RUST = """\
//! Files are read from a_b here.

/// The mean of `x = 1`, with `//` in it.
fn mean() {
    // TODO 1: pass a reference.
    let marker = '"';
    assert_eq!(1, 1, "the sum of {x} is wrong"); // in the end
}
"""
PYTHON = """\
import a  # no comment of its own line

# The comment is read.
def test_it():
    \'\'\'The docstring is read.\'\'\'
    assert a, "the message is read"
"""


def test_comments_and_messages_that_learners_read_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "exercises"
    folder.mkdir()
    (folder / "lib.rs").write_text(RUST, encoding="utf-8")
    (folder / "test_a.py").write_text(PYTHON, encoding="utf-8")
    assert prose_texts.markdown(folder / "lib.rs").splitlines() == [
        "# Files are read from a_b here.",
        "",
        "# The mean of `x = 1`, with `//` in it.",
        "",
        "# TODO 1: pass a reference.",
        "",
        "# the sum of `x` is wrong. in the end",
        "",
        "",
    ]
    assert prose_texts.markdown(folder / "test_a.py").splitlines() == [
        "",
        "",
        "# The comment is read.",
        "",
        "# The docstring is read.",
        "# the message is read",
        "",
    ]
