"""A page's ***Change it*** is read, applied and run, and a wrong claim is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from changed_cells import wrong_changes
from workshop.base.errors import MaterialError
from workshop.publish.changes import Change, read_changes
from workshop.publish.fences import Location

EXAMPLE = Path(__file__).parent / "pages" / "example-section.md"
CELL = '```{code-cell} ipython3\n:tags: [predict]\n\n%%rust --expect E0382\nlet a = "x";\n```\n\n'


def changes(text: str) -> list[Change]:
    return [*read_changes(tuple(text.splitlines()), Location(Path("page.md"), 1))]


def refusal(text: str) -> str:
    with pytest.raises(MaterialError) as error:
        _ = [change.source for change in changes(text)]
    return str(error.value)


def test_the_example_of_a_section_announces_one_change() -> None:
    (change,) = changes(EXAMPLE.read_text(encoding="utf-8"))
    assert change.edits == (("insert(station, 12)", "insert(&station, 12)"),)
    assert change.prints == 'Tromsø: {"Tromsø": 12}'
    assert change.fails is None
    assert change.source.startswith("%%rust\nuse std::collections::HashMap;\n")
    assert "counts.insert(&station, 12);" in change.source


def test_edits_and_lines_of_output_add_up() -> None:
    edits = "% change: let ==> let mut\n" + r"""% change: "x"; ==> 1;\nlet b = '\\n';""" + "\n"
    text = f"{CELL}{edits}% prints: 1\n% prints: 2\n"
    (change,) = changes(text)
    assert change.source == "%%rust\nlet mut a = 1;\nlet b = '\\n';"
    assert change.prints == "1\n2"


def test_each_change_belongs_to_the_last_cell_above() -> None:
    other = CELL.replace('"x"', '"y"')
    first = '% change: "x" ==> 1\n% fails: E0308\n\nText.\n\n'
    second = '% change: "y" ==> 2\n% prints:\n\n'
    third = '% change: = "y" ==>\n% fails: E0282\n'
    found = changes(f"{CELL}{first}{other}{second}```rust\nlet shown = 1;\n```\n\n{third}")
    assert [change.cell.text.count('"y"') for change in found] == [0, 1, 1]
    assert [(change.prints, change.fails) for change in found] == [
        (None, "E0308"),
        ("", None),
        (None, "E0282"),
    ]
    assert found[2].source == "%%rust\nlet a ;"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("% change: a ==> b\n% prints: c\n", "page.md:1: a change needs a code cell above it."),
        (f"{CELL}% change: a => b\n% prints: c\n", "page.md:8: an edit is written as"),
        (f"{CELL}% change: let ==> b\n", "page.md:8: a change has lines"),
        (f"{CELL}% prints: b\n", "page.md:8: a change has lines"),
        (f"{CELL}% change: let ==> b\n% prints: c\n% fails: panic\n", "page.md:8: a change has"),
        (f"{CELL}% change: none ==> b\n% prints: c\n", "page.md:8: 'none' is not in the"),
        (f"{CELL}% change: = ==> b\n% change: t ==> b\n% prints: c\n", "page.md:8: 't' is 2"),
        (f"{CELL}% change:   ==> b\n% prints: c\n", "page.md:8: an edit is written as"),
    ],
)  # fmt: skip
def test_what_cannot_be_applied_is_named_with_its_place(text: str, message: str) -> None:
    assert refusal(text).startswith(message)


def page(folder: Path, text: str) -> Path:
    file = folder / "page.md"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.cargo
def test_the_example_does_what_it_says(tmp_path: Path) -> None:
    assert wrong_changes(EXAMPLE, tmp_path) == []


@pytest.mark.cargo
def test_a_wrong_claim_is_found(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    claim = '% prints: Tromsø: {"Tromsø": 12}'
    assert claim in text
    line = text.splitlines().index(claim)  # counted from 0: the line of the edit
    for wrong, found in (
        ('% prints: Tromsø: {"Tromsø": 13}', 'and prints:\nTromsø: {"Tromsø": 12}'),
        ("% fails: E0382", "it must fail with E0382, and runs:"),
    ):
        (said,) = wrong_changes(page(tmp_path, text.replace(claim, wrong)), tmp_path)
        assert said.startswith(f"{tmp_path / 'page.md'}:{line}: it must ")
        assert found in said


PYTHON = """\
```{code-cell} ipython3
counts = [1]
```

```{code-cell} ipython3
counts.append(2)
print(len(counts))
sum(counts)
```

% change: counts.append(2) ==> counts.append(2.5)
% prints: 3
% prints: 5.5

% change: counts.append(2) ==> counts.push(2)
% fails: AttributeError

```{code-cell} ipython3
%%rust
let text = String::from("7");
println!("{}", text.len());
```

% change: text.len() ==> text.parse::<u8>().unwrap()
% prints: 7

% change: "7" ==> "seven"
% change: text.len() ==> text.parse::<u8>().unwrap()
% fails: panic

% change: String::from("7") ==> 7
% fails: E0689
"""


@pytest.mark.cargo
def test_python_and_rust_cells_are_changed_as_a_learner_would(tmp_path: Path) -> None:
    assert wrong_changes(page(tmp_path, PYTHON), tmp_path) == []
    wrong = PYTHON.replace("fails: AttributeError", "prints: 4").replace("E0689", "E0382")
    first, second = wrong_changes(page(tmp_path, wrong), tmp_path)
    assert "it must print '4', and fails with AttributeError" in first
    assert "it must fail with E0382, and fails with E0689" in second


MODULE = """\
```{code-cell} ipython3
%%rust --module doubled
#[pyfunction]
fn twice(x: i32) -> i32 {
    2 * x
}
```

```{code-cell} ipython3
print(doubled.twice(3))
```

% change: 2 * x ==> 3 * x
% prints: 9

% change: i32 { ==> i64 {
% fails: E0308

% change: twice(3) ==> twice(4)
% prints: 8
"""


LIBRARY = """\
```{code-cell} ipython3
%%rust --library doubling
#[unsafe(no_mangle)]
pub extern "C" fn twice(x: i32) -> i32 {
    2 * x
}
```

% change: 2 * x ==> 2.5 * x
% fails: E0277

```{code-cell} ipython3
import ctypes

print(ctypes.CDLL(doubling).twice(3))
```

% change: 2 * x ==> 3 * x
% prints: 9

% change: twice(3) ==> twice(4)
% prints: 8
"""


@pytest.mark.cargo
def test_a_library_is_changed_as_a_module_is(tmp_path: Path) -> None:
    assert wrong_changes(page(tmp_path, LIBRARY), tmp_path) == []
    (said,) = wrong_changes(page(tmp_path, LIBRARY.replace("prints: 9", "prints: 6")), tmp_path)
    assert said.endswith("it must print '6', and prints:\n9")


@pytest.mark.cargo
def test_a_change_of_a_module_is_seen_by_the_cell_that_uses_it(tmp_path: Path) -> None:
    rust, broken, python = changes(MODULE)
    assert [change.use is not None for change in (rust, broken, python)] == [True, True, False]
    assert wrong_changes(page(tmp_path, MODULE), tmp_path) == []
    (said,) = wrong_changes(page(tmp_path, MODULE.replace("prints: 9", "prints: 6")), tmp_path)
    assert said.endswith("it must print '6', and prints:\n9")
