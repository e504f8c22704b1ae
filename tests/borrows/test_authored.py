"""Written timelines: the code compiles, the variants are rejected where the file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop.base.errors import MaterialError, UsageError
from workshop.borrows import svg, text
from workshop.borrows.authored import FOLDER, find_timeline, read_timeline
from workshop.borrows.bars import bars
from workshop.borrows.model import Act
from workshop.notebook import cell_source
from workshop.rust import rustc

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / FOLDER).glob("*.toml"))
LINES_BEFORE = 1
"""Lines of the compiled file before the code's first one."""

GOOD = """
title = "One owner"
code = '''
let run = vec![1.0];
let kept = run;
println!("{}", kept.len());
'''
[[lane]]
name = "run"
kind = "owner"
events = ["1 declared: owns it", "2 moved: gives it away"]
[[lane]]
name = "kept"
kind = "owner"
events = ["2 declared: owns it now", "3 used: is looked at"]
[[variant]]
line = 3
becomes = 'println!("{}", run.len());'
code = "E0382"
"""


def compiled(code: str, folder: Path) -> rustc.Compiled:
    source = folder / "cell.rs"
    source.write_text(cell_source.as_program(code), encoding="utf-8")
    return rustc.check(source)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_code_of_a_written_timeline_compiles(file: Path, tmp_path: Path) -> None:
    assert compiled(read_timeline(file).code, tmp_path).codes == ()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_variant_is_rejected_at_its_line(file: Path, tmp_path: Path) -> None:
    found = read_timeline(file)
    assert found.variants, "a written timeline needs a variant that shows what it means"
    for variant in found.variants:
        result = compiled(found.changed(variant), tmp_path)
        assert result.codes == (variant.code,)
        primary = result.errors[0].primary
        assert primary is not None
        assert primary.line - LINES_BEFORE == variant.marked_line


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_both_renderers_draw_a_written_timeline(file: Path) -> None:
    picture = find_timeline(ROOT, file.stem)
    assert picture.title in svg.draw(picture)
    drawn = text.draw(picture, color=False)
    for event in picture.events:
        assert event.label in drawn


def written(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "name.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_events_are_in_the_order_of_lines_and_lanes(tmp_path: Path) -> None:
    picture = find_timeline(written(tmp_path, GOOD), "name")
    said = [(event.line, event.act, picture.lanes[event.lane].name) for event in picture.events]
    assert said == [
        (1, Act.DECLARED, "run"),
        (2, Act.MOVED, "run"),
        (2, Act.DECLARED, "kept"),
        (3, Act.IN_USE, "kept"),
    ]


def test_each_owner_has_its_bar(tmp_path: Path) -> None:
    picture = find_timeline(written(tmp_path, GOOD), "name")
    found = [(bar.lane, bar.kind, bar.first.line, bar.last.line) for bar in bars(picture)]
    assert found == [(0, "own", 1, 2), (1, "own", 2, 3)]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("1 declared", "9 declared", "an event is on line 9 of 3"),
        ("1 declared: owns it", "1 declared", "is not of the form"),
        (
            "1 declared",
            "1 teleported",
            "'teleported' in '1 teleported: owns it' must be one of decl",
        ),
        ("1 declared: owns it", "3 used: looks", "line 3 is said to be about run, and is not"),
        ('kind = "owner"', 'kind = "shared"', "the first lane must be the owner's"),
        ("line = 3", "line = 7", "a variant changes line 7 of 3"),
        ('title = "One owner"', "", "the key `title` is missing"),
    ],
)
def test_a_mistake_in_the_file_is_named(before: str, after: str, says: str, tmp_path: Path) -> None:
    root = written(tmp_path, GOOD.replace(before, after))
    with pytest.raises(MaterialError, match=r"name\.toml:\d+: ") as raised:
        find_timeline(root, "name")
    assert says in str(raised.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no timeline nothing\.toml"):
        find_timeline(tmp_path, "nothing")
