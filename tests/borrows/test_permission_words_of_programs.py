"""What is said of programs as learners write them: who has a value, and which lines are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop.borrows.permissions.answers import read_answers
from workshop.borrows.permissions.ask import Rejected, permissions_of
from workshop.borrows.permissions.choose import picture_of
from workshop.borrows.permissions.facts import facts_of, first_call
from workshop.borrows.permissions.model import Table
from workshop.borrows.permissions.picture import Picture
from workshop.borrows.permissions.program import NotAsked, read_program
from workshop.borrows.permissions.second import second_call
from workshop.rust import rustc

THREAD = """\
use std::thread;
fn main() {
    let sent = vec![1];
    let worker = thread::spawn(move || sent.len());
    worker.join().unwrap();
}
"""
CALLED_ONCE = """\
fn main() {
    let name = String::from("a");
    let give = move || name;
    let back = give();
    println!("{back}");
}
"""
PATTERNS = """\
enum Shape { Named(String), Other(String) }
fn main() {
    let mut shape = Shape::Named(String::new());
    match shape {
        Shape::Named(ref mut name) => name.push('a'),
        Shape::Other(ref text) => println!("{text}"),
    }
    match &mut shape {
        Shape::Named(name) => name.push('a'),
        Shape::Other(_) => {}
    }
}
"""
TAKEN_APART = """\
fn main() {
    let pair = (String::new(), 3, String::new());
    let (first, count, last) = pair;
    println!("{first}{count}{last}");
}
"""
OPTION_OF_REFERENCE = """\
fn grow(taken: Option<&mut Vec<i32>>) {
    if let Some(list) = taken {
        list.push(1);
    }
}
"""
LAST_EXPRESSIONS = """\
fn main() {
    let text = {
        let inner = String::new();
        inner
    };
    let list: Vec<String> = [1].iter().map(|n| {
        let made = n.to_string();
        made
    }).collect();
    {
        let lonely = String::new();
        lonely
    };
    println!("{text} {list:?}");
}
"""
BRANCH = """\
fn main() {
    let list = vec![1];
    let picked = if list.len() > 2 { list } else { vec![] };
    println!("{picked:?}");
}
"""
CHAIN = """\
fn main() {
    let name = Some(String::new());
    if let Some(text) = name && text.len() > 2 {
        println!("{text}");
    } else {
        println!("none");
    }
}
"""
HOLDERS = """\
fn main() {
    let mut list = vec![1, 2];
    let first = &list[0];
    let second = &list[1];
    println!("{first}");
    println!("{second}");
    list.push(3);
}
"""
CHAINED_CALLS = """\
struct Bus<'a> { all: Vec<&'a mut String> }
impl<'a> Bus<'a> {
    fn add(&mut self, one: &'a mut String) -> &mut Self {
        self.all.push(one);
        self
    }
}
fn main() {
    let mut a = String::new();
    let mut b = String::new();
    let mut bus = Bus { all: vec![] };
    bus.add(&mut a).add(&mut b);
    let view = if bus.all.is_empty() { &bus } else { return };
    println!("{}", view.all.len());
}
"""
ARMS = """\
enum Shape { Named(String), Other(String), Sized(String, i32) }
fn longer(shape: &mut Shape, limit: &usize) {
    match shape {
        Shape::Named(text) => text.push('a'),
        Shape::Other(text) => {
            let kept = text;
            kept.push('b');
        }
        Shape::Sized(text, _) if text.len() > *limit => text.push('c'),
        Shape::Sized(..) => {}
    }
    if let Shape::Named(text) | Shape::Other(text) = shape {
        text.push('d');
    }
}
"""
AWAITED = """\
async fn empty() {}
async fn both() {
    let first = empty();
    first.await;
}
"""


@pytest.mark.parametrize(
    ("program", "line", "note"),
    [
        (THREAD, 4, "moved into `thread::spawn()`"),
        (CALLED_ONCE, 3, "moved to `give`"),
        (CALLED_ONCE, 4, "moved by this call"),
        (PATTERNS, 5, "mutable borrow by `name` until line 7"),
        (PATTERNS, 6, "shared borrow by `text` until line 7"),
        (PATTERNS, 9, "mutable borrow by `name` until line 11"),
        (TAKEN_APART, 3, "partially moved to `first` and `last`"),
        (OPTION_OF_REFERENCE, 2, "partially moved to `list`"),
        (LAST_EXPRESSIONS, 4, "moved to `text`"),
        (LAST_EXPRESSIONS, 8, "moved to the caller"),
        (LAST_EXPRESSIONS, 12, "moved out of the block"),
        (BRANCH, 3, "may have been moved to `picked`"),
        (CHAIN, 3, "partially moved to `text`"),
        (CHAIN, 5, "may have been partially moved to `text`"),
        (CHAINED_CALLS, 4, "mutable borrow by `self.all`"),
        (CHAINED_CALLS, 12, "mutable borrow by `bus` until line 14"),
        (CHAINED_CALLS, 13, "shared borrow by `view` until line 14"),
        (ARMS, 4, "mutable borrow by `text` until line 11"),
        (ARMS, 9, "mutable borrow by `text` until line 11"),
        (ARMS, 12, "mutable borrow by `text` until line 13"),
        (AWAITED, 4, "moved by this await"),
        (HOLDERS, 3, "shared borrow by `first` until line 5"),
        (HOLDERS, 5, "shared borrow by `second` until line 6"),
        (HOLDERS, 6, "no longer borrowed by `second`"),
    ],
)
def test_a_note_says_who_has_the_value(program: str, line: int, note: str, tmp_path: Path) -> None:
    assert note in _notes(_picture(program, tmp_path), line)


def test_only_the_compilers_line_ends_end_a_line(tmp_path: Path) -> None:
    program = (
        'fn main() {\r\n    let text = "a\u2028b\x0c\x85c";\r\n'
        "    let list = vec![text];\r\n    drop(list);\r\n}\r\n"
    )
    picture = _picture(program, tmp_path)
    assert [line.text for line in picture.lines][2:] == [
        "    let list = vec![text];",
        "    drop(list);",
        "}",
    ]
    assert _notes(picture, 4) == ["moved into `drop()`"]


def test_a_function_on_one_line_shows_its_marks(tmp_path: Path) -> None:
    picture = _picture("fn main() { let list = vec![1]; let kept = list; drop(kept); }", tmp_path)
    states = [state.letters if state else None for state in picture.lines[0].states]
    assert states == ["---", "---"]


def test_what_an_error_says_of_a_declaration_is_a_column(tmp_path: Path) -> None:
    program = "fn main() {\n    let list = vec![1];\n    list.push(2);\n    let other = 3;\n}\n"
    picture = _picture(program, tmp_path)
    assert [column.name for column in picture.columns] == ["list"]
    assert _notes(picture, 2) == ["`list` is not declared `mut`"]
    assert picture.others == ("other",)


def test_a_variable_may_have_a_large_first_letter(tmp_path: Path) -> None:
    program = "fn main() {\n    let List = vec![1];\n    drop(List);\n}\n"
    picture = _picture(program, tmp_path)
    assert _notes(picture, 3) == ["moved into `drop()`"]


@pytest.mark.parametrize(
    ("shown", "uses"),
    [
        ("{Élan}", 1),
        ("{Élan:?}", 1),
        ("{{{Élan}}}", 1),
        ("{0:>Élan$}", 1),
        ("{0:.Élan$}", 1),
        ("{Élan:Élan$.Élan$}", 3),
        ("{{Élan}} {0:?}", 0),
    ],
)
@pytest.mark.parametrize("raw", ["", "r"])
def test_a_format_string_uses_what_it_names(shown: str, uses: int, raw: str) -> None:
    program = read_program(f'fn main() {{ let Élan = 3; println!({raw}"{shown}", 2); }}')
    assert [len(variable.uses) for variable in program.variables] == [uses]


def test_what_is_nested_very_deeply_is_refused(tmp_path: Path) -> None:
    program = f"fn long() {{ let s = String::new(); let t = s{'.clone()' * 800}; }}"
    with pytest.raises(NotAsked, match="`long` too much is inside each other"):
        permissions_of(program, tmp_path)


def test_functions_share_copies(tmp_path: Path) -> None:
    function = """\
fn f{0}(list: &mut Vec<i32>) {{
    let first = list.first();
    println!("{{first:?}}");
    list.push(1);
    list.push(2);
}}
"""
    counts = [_copies("".join(map(function.format, range(many))), tmp_path) for many in (1, 9)]
    assert counts[0] == counts[1]


def _picture(program: str, folder: Path) -> Picture:
    table = permissions_of(program, folder)
    assert isinstance(table, Table), table
    return picture_of(table)


def _notes(picture: Picture, line: int) -> list[str]:
    return [note.text for note in picture.lines[line - 1].notes]


def _copies(source: str, folder: Path) -> int:
    """The copies of the program in the second call."""
    program = read_program(source)
    file, asked = first_call(program, set()), folder / "cell.rs"
    asked.write_bytes(file.whole)
    messages = rustc.check(asked, library=True, lints=False).diagnostics
    facts = facts_of(program, read_answers(messages, file, set()), set())
    return second_call(program, facts, set()).whole.count(b"pub mod __c")


def test_an_endless_constant_is_rejected_and_warnings_are_no_errors(tmp_path: Path) -> None:
    endless = "const fn stay() -> u8 { loop {} }\nconst N: u8 = stay();\n"
    body = "let unused = 3;\n    let v = vec![1];\n    drop(v);"
    program = f"#![deny(warnings)]\nfn main() {{\n    {body}\n}}\n"
    assert isinstance(permissions_of(program, tmp_path), Table)
    rejected = permissions_of(program + endless, tmp_path)
    assert isinstance(rejected, Rejected)
    assert [error.code for error in rejected.diagnostics] == ["long_running_const_eval"]


@pytest.mark.parametrize("between", ["", "a\u2028b"])
def test_a_value_is_back_by_an_assignment_or_on_another_path(between: str, tmp_path: Path) -> None:
    program = (
        f'fn main() {{\n    let text = "{between}";\n    let mut list = vec![text];\n'
        "    if text.is_empty() {\n        drop(list);\n    } else {\n        drop(text);\n    }\n"
        "    list = vec![text];\n    drop(list);\n}\n"
    )
    picture = _picture(program, tmp_path)
    assert _notes(picture, 6) == ["not moved on this path"]
    assert _notes(picture, 9) == ["has a new value"]


def test_what_a_last_expression_moves_is_said_once_for_each_line(tmp_path: Path) -> None:
    program = (
        "fn pair(a: String, b: String, n: usize) -> (String, String) {\n"
        "    if n == 0 {\n        return (b, a);\n    }\n    (a, b)\n}\n"
    )
    assert _picture(program, tmp_path).limits == tuple(
        f"What line {line} does with `a` and `b` can't be shown, because nothing of its block "
        "comes behind it."
        for line in (3, 5)
    )
