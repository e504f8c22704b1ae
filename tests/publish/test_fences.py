"""Fences are found where Sphinx and JupyterLab find them, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop.base.errors import MaterialError
from workshop.publish.fences import Fence, Location, Text, all_fences, all_tokens, blocks

PAGE = """\
# Title

::::{note} One
:class: tip

Text.

```{code-block} rust
let a = 1;
```
::::

- a list

  ```python
  print(1)
  ```

      ```
      indented code is no fence
      ```

> ~~~text
> quoted
> ~~~

```{code-cell} ipython3
:tags: [predict]
:name: alias

:::{tip}
is Python here
:::
```
"""
LINES = tuple(PAGE.splitlines())
START = Location(Path("page.md"), 1)


def test_every_line_belongs_to_one_block() -> None:
    found = [*blocks(LINES, START)]
    lines = [line for b in found for line in (b.raw if isinstance(b, Fence) else b.lines)]
    assert tuple(lines) == LINES
    assert [block.location.line for block in found] == [1, 3, 12, 15, 18, 23, 26, 27]


def test_fences_inside_directives_follow_them_with_their_lines() -> None:
    found = [(str(fence), fence.name, fence.language) for fence in all_fences(LINES, START)]
    assert found == [
        ("page.md:3", "note", "One"),
        ("page.md:8", "code-block", "rust"),
        ("page.md:15", "", "python"),
        ("page.md:23", "", "text"),
        ("page.md:27", "code-cell", "ipython3"),
    ]


def test_a_fence_knows_its_options_and_what_it_holds() -> None:
    note, code, listed, quoted, cell = all_fences(LINES, START)
    assert note.options == {"class": "tip"}
    assert note.body_location.line == 5
    assert code.text == "let a = 1;\n"
    assert listed.text == "print(1)\n"
    assert listed.raw[0] == "  ```python"
    assert quoted.text == "quoted\n"
    assert cell.options == {"tags": "[predict]", "name": "alias"}
    assert cell.text == "\n:::{tip}\nis Python here\n:::\n"


def test_tokens_inside_directives_have_the_lines_of_the_page() -> None:
    texts = {token.content: line for line, token in all_tokens(PAGE) if token.type == "inline"}
    assert texts["Title"] == 1
    assert texts["Text."] == 6
    assert texts["a list"] == 13
    assert "is Python here" not in texts


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Text\n```rust\nlet a;\n", "page.md:2: the fence ``` is never closed."),
        ("::::{note}\n:::\n", "page.md:1: the fence :::: is never closed."),
        ("- a\n\n  :::{note}\n  Text.\n  :::\n", "page.md:3: an indented directive"),
        (":::{note}\n:class: a\n:class: b\n:::\n", "page.md:1: the option class is given twice."),
        (":::{note}\n---\nclass: a\n---\n:::\n", "page.md:2: options are written as"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(MaterialError) as error:
        list(blocks(tuple(text.splitlines()), START))
    assert str(error.value).startswith(message)


def test_text_between_fences_keeps_its_lines() -> None:
    first, *_, last = blocks(("one", "", "```", "x", "```", "two"), START)
    assert first == Text(START, ("one", ""))
    assert last == Text(START.below(5), ("two",))
