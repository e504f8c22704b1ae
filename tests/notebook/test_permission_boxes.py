"""Pictures of permissions on a page: which program, which options, and when it is asked again."""

from __future__ import annotations

from pathlib import Path

import pytest

from clones import make_clone
from workshop.base.errors import MaterialError, UsageError, WorkshopError
from workshop.notebook import permission_boxes, permissions
from workshop.notebook.permissions import Choice, Code

pytestmark = pytest.mark.cargo

PROGRAM = (
    'let mut run = vec![1.0];\nlet view = &run;\nprintln!("{}", view.len());\nrun.push(2.0);\n'
)
PAGE = """# A page

```{code-cell} ipython3
:name: moved
:tags: [predict]

%%rust --expect E0382
let run = vec![1.0];
let kept = run;
println!("{:?} {:?}", run, kept);
```

```{code-cell} ipython3
:name: python

1 + 1
```

```{code-cell} ipython3
:name: twice

%%rust
let a = 1;
```

```{code-cell} ipython3
:name: twice

%%rust
let b = 1;
```
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    files = {"lessons/permissions/view.rs": PROGRAM, "lessons/moves.md": PAGE}
    make_clone(tmp_path, files=files)
    return tmp_path


def read(course: Path, name: str, **options: str) -> permission_boxes.PermissionBox:
    page = course / "lessons" / "moves.md"
    return permission_boxes.read(name, options, page, course)


def test_a_program_is_a_cell_of_the_page(course: Path) -> None:
    box = read(course, "moved")
    assert box.call == 'show_permissions("moved", page="moves")'
    assert box.file(course) == course / "lessons" / "moves.md"
    assert box.code(course).text.splitlines()[0] == "let run = vec![1.0];"
    assert box.choice.shift == 0


def test_or_a_file(course: Path) -> None:
    box = read(course, "view")
    assert box.call == 'show_permissions("view")'
    assert box.code(course) == Code(PROGRAM.strip())
    assert box.choice.shift == -1


def test_a_cell_comes_before_a_file_of_its_name(course: Path) -> None:
    (course / "lessons" / "permissions" / "moved.rs").write_text(PROGRAM)
    assert read(course, "moved").page == "moves"


def test_options_go_into_the_call(course: Path) -> None:
    box = read(course, "view", title='"größer"', columns="run  view", all="")
    more = 'title="\\"größer\\"", columns="run view", everything=True'
    assert box.call == f'show_permissions("view", {more})'
    assert box.choice == Choice('"größer"', ("run", "view"), everything=True, shift=-1)


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("vieww", {}, r"no lessons/permissions/vieww\.rs\. Did you mean `view`\?"),
        ("python", {}, "the cell python must be one of `%%rust`"),
        ("twice", {}, "2 cells of moves.md have the option `:name: twice`"),
        ("view", {"colums": "run"}, "no option `colums`"),
        ("view", {"predict": "run"}, "such as `2 run, 4 \\*view`, not `run`"),
        ("view", {"predict": ""}, "`predict` needs lines with paths"),
    ],
)
def test_a_mistake_is_named(name: str, options: dict[str, str], says: str, course: Path) -> None:
    with pytest.raises(WorkshopError, match=says):
        read(course, name, **options).code(course)


def test_a_picture_is_drawn_once(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = read(course, "view")
    first = permission_boxes.draw(box, course)
    assert "ws-picture" in first.html
    monkeypatch.setattr(permissions, "permissions_of", _never)
    assert permission_boxes.draw(box, course) == first


def test_a_changed_program_is_asked_again_and_leaves_no_old_picture(course: Path) -> None:
    box = read(course, "view")
    first = permission_boxes.draw(box, course)
    file = course / "lessons" / "permissions" / "view.rs"
    file.write_text(PROGRAM.replace("view", "look"))
    assert permission_boxes.draw(box, course) != first
    assert len([*(course / "work" / ".cells" / "permissions").iterdir()]) == 1


def test_each_choice_has_a_picture_of_its_own(course: Path) -> None:
    alone = permission_boxes.draw(read(course, "view", columns="run"), course)
    assert alone != permission_boxes.draw(read(course, "view"), course)
    assert alone == permission_boxes.draw(read(course, "view", columns="run"), course)


def test_a_picture_to_predict_is_a_form_and_leaves_the_other_as_it_is(course: Path) -> None:
    whole = permission_boxes.draw(read(course, "view"), course)
    box = read(course, "view", predict="2 run, 3 run")
    assert box.call == 'show_permissions("view", predict="2 run, 3 run")'
    asked = permission_boxes.draw(box, course)
    assert asked.html.count("data-asked") == 2
    assert "shared borrow" not in asked.html + asked.text
    assert permission_boxes.draw(read(course, "view"), course) == whole


def test_a_prediction_counts_lines_as_they_are_shown(course: Path) -> None:
    asked = permission_boxes.draw(read(course, "moved", predict="3 run"), course)
    assert 'aria-label="run after line 3: may be read"' in asked.html


@pytest.mark.parametrize(
    ("predict", "says"),
    [
        ("9 run", "predict: 9 run.: the picture shows the lines 1 to 4"),
        ("2 walk", "predict: 2 walk.: line 2 shows the marks of `run` and `\\*view`"),
    ],
)
def test_a_prediction_of_what_is_not_shown_names_the_file(
    predict: str, says: str, course: Path
) -> None:
    with pytest.raises(MaterialError, match=rf"view\.rs: view: .{says}"):
        permission_boxes.draw(read(course, "view", predict=predict), course)


def test_a_damaged_picture_is_made_again(course: Path) -> None:
    box = read(course, "view")
    first = permission_boxes.draw(box, course)
    (kept,) = (course / "work" / ".cells" / "permissions").iterdir()
    for text in ("", "{", "[]", '{"digest": "old"}'):
        kept.write_text(text)
        assert permission_boxes.draw(box, course) == first


def test_a_borrow_error_has_a_picture_and_a_wrong_type_has_none(course: Path) -> None:
    assert "ws-picture" in permission_boxes.draw(read(course, "moved"), course).html
    file = course / "lessons" / "permissions" / "wrong.rs"
    file.write_text("let run: u8 = 'a';\n")
    with pytest.raises(MaterialError, match=r"wrong\.rs: wrong has errors in its types"):
        permission_boxes.draw(read(course, "wrong"), course)
    with pytest.raises((UsageError, MaterialError), match="no path `walk`"):
        permission_boxes.draw(read(course, "view", columns="walk"), course)


def _never(*_: object, **__: object) -> None:
    raise AssertionError("the compiler is asked again")
