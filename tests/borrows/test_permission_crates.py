"""A crate as one text, and the permissions of one of its files in that file's own lines."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from workshop.base.errors import UsageError
from workshop.borrows.permissions.ask import Rejected, permissions_of
from workshop.borrows.permissions.choose import picture_of
from workshop.borrows.permissions.model import Kind, Table
from workshop.borrows.permissions.one_file import OneFile, one_file
from workshop.borrows.permissions.program import NotAsked
from workshop.borrows.permissions.real_files import errors_of

ROOT = Path(__file__).parents[2]
SHELF = """\
use crate::book::Book;

pub fn sort(books: &mut Vec<Book>) -> usize {
    let first = &books[0];
    let pages = first.pages;
    books.push(Book { pages });
    books.len()
}
"""
BOOK = "//! A book.\n#![allow(dead_code)]\n\npub struct Book {\n    pub pages: usize,\n}\n// end"


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write a package; its folder."""
    for name, text in {"Cargo.toml": '[package]\nname = "shelf"\n', **files}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def ask(crate: OneFile, tmp_path: Path, function: str | None = None) -> Table | Rejected:
    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    return permissions_of(crate.source, scratch, function=function, part=crate.asked)


def table(crate: OneFile, tmp_path: Path, function: str | None = None) -> Table:
    answer = ask(crate, tmp_path, function)
    assert isinstance(answer, Table), answer.diagnostics
    return answer


def notes(answer: Table) -> dict[int, list[str]]:
    return {
        line.number: [note.text for note in line.notes]
        for line in picture_of(answer).lines
        if line.notes
    }


def test_each_declaration_becomes_the_text_of_its_file(tmp_path: Path) -> None:
    lib = "//! Shelf.\nmod book;\n/// Inline.\npub mod deep {\n    mod inner;\n}\nmod r#async;\n"
    write(
        tmp_path,
        {
            "src/lib.rs": lib + '#[path = "other/place.rs"]\nmod named;\nfn last() {}\n',
            "src/book.rs": BOOK + "\nmod pages;\n",
            "src/book/pages.rs": "mod a;",
            "src/book/pages/a/mod.rs": "mod b;",
            "src/book/pages/a/b.rs": "// é",
            "src/deep/inner.rs": "pub fn inner() {}",
            "src/async.rs": "fn soon() {}",
            "src/other/place.rs": "mod beside;",
            "src/other/beside.rs": "fn beside() {}",
        },
    )
    crate = one_file(tmp_path / "src/lib.rs")
    data = crate.source.encode()
    for part in crate.parts:
        own = bytes(byte for place, byte in enumerate(data) if is_of(crate, place, part.file))
        declarations = part.text.encode()
        for hole in part.holes:
            at = part.own(hole.start)
            assert declarations[at : at + 1] == b";"
        kept = bytes(
            byte
            for place, byte in enumerate(declarations)
            if place not in {part.own(hole.start) for hole in part.holes}
        )
        assert own == kept
    names = [part.file.relative_to(tmp_path / "src").as_posix() for part in crate.parts]
    assert names == [
        "lib.rs",
        "book.rs",
        "book/pages.rs",
        "book/pages/a/mod.rs",
        "book/pages/a/b.rs",
        "deep/inner.rs",
        "async.rs",
        "other/place.rs",
        "other/beside.rs",
    ]
    assert crate.source.startswith("//! Shelf.\nmod book {\n//! A book.\n#![allow(dead_code)]")
    assert crate.asked.line(crate.source.encode().index(b"fn last")) == 10


def is_of(crate: OneFile, place: int, file: Path) -> bool:
    """Whether a byte is of this file, and neither a brace that was added nor of another file."""
    part = next(part for part in crate.parts if part.file == file)
    return part.start <= place < part.end and part.has(place)


def test_a_file_has_its_own_lines_and_names(tmp_path: Path) -> None:
    lib = "pub mod book;\npub mod shelf;\n"
    write(tmp_path, {"src/lib.rs": lib, "src/book.rs": BOOK, "src/shelf.rs": SHELF})
    answer = table(one_file(tmp_path / "src/shelf.rs"), tmp_path)
    assert answer.source == SHELF
    assert {boundary.function for boundary in answer.boundaries} == {"sort"}
    [books] = [path for path in answer.paths if path.name == "*books"]
    assert (books.first, books.type) == (3, "Vec<Book>")
    assert SHELF.encode()[books.place :].startswith(b"books: &mut")
    assert notes(answer)[4][0] == "shared borrow by `first` until line 5"
    reasons = {reason for path in answer.paths for _, s in answer.of(path) for reason in s.reasons}
    assert {reason.line for reason in reasons if reason.kind is Kind.BREAKS} == {6}


def test_the_root_has_its_own_lines_below_its_modules(tmp_path: Path) -> None:
    lib = "mod book;\n\n" + SHELF.replace("crate::", "")
    write(tmp_path, {"src/main.rs": lib + "fn main() {}\n", "src/book.rs": BOOK})
    answer = table(one_file(tmp_path / "src/main.rs"), tmp_path)
    assert notes(answer)[6][0] == "shared borrow by `first` until line 7"
    assert answer.source.startswith("mod book;\n\nuse book::Book;")


def test_only_the_functions_of_the_file_are_asked_for(tmp_path: Path) -> None:
    lets = "".join(f"    let v{n} = vec![{n}];\n    drop(v{n});\n" for n in range(80))
    many = f"use crate::book::Book;\npub fn many(_: &Book) {{\n{lets}}}\n"
    lib = "pub mod book;\npub mod shelf;\npub mod many;\n"
    files = {"src/lib.rs": lib, "src/book.rs": BOOK, "src/shelf.rs": SHELF, "src/many.rs": many}
    write(tmp_path, files)
    assert notes(table(one_file(tmp_path / "src/shelf.rs"), tmp_path))
    with pytest.raises(NotAsked, match=r"1,500 are possible\. Choose one function: `many`\."):
        ask(one_file(tmp_path / "src/many.rs"), tmp_path)
    with pytest.raises(NotAsked, match="nothing to show"):
        ask(one_file(tmp_path / "src/book.rs"), tmp_path)
    with pytest.raises(NotAsked, match="the functions are: `sort`"):
        ask(one_file(tmp_path / "src/shelf.rs"), tmp_path, "many")


def test_errors_name_the_real_files(tmp_path: Path) -> None:
    lib = "pub mod book;\npub mod shelf;\n"
    shelf = SHELF.replace("books.len()", "first.pages")
    wrong = 'pub fn wrong() -> usize {\n    "one"\n}\n'
    write(tmp_path, {"src/lib.rs": lib, "src/book.rs": f"{BOOK}\n{wrong}", "src/shelf.rs": shelf})
    crate = one_file(tmp_path / "src/shelf.rs")
    assert isinstance(ask(crate, tmp_path), Rejected)
    found = errors_of(crate, tmp_path / "scratch", name=lambda file: f"here/{file.name}")
    [error] = [each for each in found if each.code == "E0308"]
    assert error.primary is not None
    assert (error.code, error.primary.file, error.primary.line) == ("E0308", "here/book.rs", 9)
    assert "here/book.rs:9:5" in error.rendered
    (tmp_path / "src/book.rs").write_text(BOOK, encoding="utf-8")
    crate = one_file(tmp_path / "src/shelf.rs")
    answer = table(crate, tmp_path)
    assert [error.code for error in answer.errors] == ["E0502"]
    [error] = errors_of(crate, tmp_path / "scratch", name=lambda file: file.name)
    assert error.primary is not None
    assert (error.code, error.primary.file, error.primary.line) == ("E0502", "shelf.rs", 6)


def test_without_macros_other_files_need_not_be_right(tmp_path: Path) -> None:
    book = (
        BOOK + "\nimpl Book {\n    pub fn made(&self) -> usize {\n        py_made(self)\n    }\n}\n"
    )
    lib = "pub mod book;\npub mod shelf;\n"
    write(tmp_path, {"src/lib.rs": lib, "src/book.rs": book, "src/shelf.rs": SHELF})
    assert isinstance(ask(one_file(tmp_path / "src/shelf.rs"), tmp_path), Rejected)
    with_class = book.replace("pub struct", "#[pyclass]\npub struct")
    (tmp_path / "src/book.rs").write_text(with_class, encoding="utf-8")
    assert notes(table(one_file(tmp_path / "src/shelf.rs"), tmp_path))
    rejected = ask(one_file(tmp_path / "src/book.rs"), tmp_path)
    assert isinstance(rejected, Rejected)
    assert rejected.without_macros


CLASSES = """\
pub trait PyClass {}
pub struct Py<T>(pub T);
impl<T: PyClass> Py<T> {
    pub fn try_borrow(&self) -> &T {
        &self.0
    }
}
"""
"""What PyO3's class macro would make usable, as far as the compiler's words name it."""


def test_functions_that_need_macros_are_left_out_alone(tmp_path: Path) -> None:
    made = "\npub fn pages(held: &crate::classes::Py<Book>) -> usize {\n"
    made += "    let book = held.try_borrow();\n"
    book = BOOK.replace("pub struct", "#[pyclass]\npub struct")
    shelf = f"{SHELF}{made}    book.pages\n}}\n"
    lib = "pub mod book;\npub mod shelf;\npub mod classes;\n"
    files = {"src/book.rs": book, "src/shelf.rs": shelf, "src/classes.rs": CLASSES}
    write(tmp_path, {"src/lib.rs": lib, **files})
    crate = one_file(tmp_path / "src/shelf.rs")
    answer = table(crate, tmp_path)
    assert {boundary.function for boundary in answer.boundaries} == {"sort"}
    assert answer.limits == (
        "Permissions inside of `pages` can't be shown: it doesn't compile without PyO3's macros.",
    )
    assert notes(answer)[4][0] == "shared borrow by `first` until line 5"
    assert table(crate, tmp_path, "sort").limits == ()
    alone = ask(crate, tmp_path, "pages")
    assert isinstance(alone, Rejected)
    assert alone.without_macros
    wrong = shelf.replace("books.len()", '"one"')
    (tmp_path / "src/shelf.rs").write_text(wrong, encoding="utf-8")
    rejected = ask(one_file(tmp_path / "src/shelf.rs"), tmp_path)
    assert isinstance(rejected, Rejected)


def test_what_is_for_tests_only_needs_no_crates_of_the_tests(tmp_path: Path) -> None:
    tests = "use proptest::prelude::*;\nfn made() {}\n"
    lib = "pub mod book;\npub mod shelf;\n#[cfg(test)]\nmod tests;\n"
    files = {"src/lib.rs": lib, "src/book.rs": BOOK, "src/shelf.rs": SHELF, "src/tests.rs": tests}
    write(tmp_path, files)
    assert notes(table(one_file(tmp_path / "src/shelf.rs"), tmp_path))
    body = "    let mut books = vec![];\n    sort(&mut books);\n"
    own = f"use crate::shelf::sort;\n#[test]\nfn sorts() {{\n{body}}}\n"
    (tmp_path / "src/tests.rs").write_text(own, encoding="utf-8")
    shown = table(one_file(tmp_path / "src/tests.rs"), tmp_path)
    assert [path.name for path in shown.paths] == ["books"]


def test_a_file_that_no_root_declares_is_compiled_on_its_own(tmp_path: Path) -> None:
    write(tmp_path, {"src/lib.rs": "mod book;\n", "src/book.rs": BOOK, "src/shelf.rs": SHELF})
    crate = one_file(tmp_path / "src/shelf.rs")
    assert crate.source == SHELF
    assert isinstance(ask(crate, tmp_path), Rejected)
    manifest = '[package]\nname = "shelf"\n[lib]\npath = "src/all.rs"\n'
    write(tmp_path, {"Cargo.toml": manifest, "src/all.rs": "mod book;\nmod shelf;\n"})
    assert len(one_file(tmp_path / "src/shelf.rs").parts) == 3


def test_what_is_missing_or_there_twice_stays_declared(tmp_path: Path) -> None:
    files = {"src/a.rs": "", "src/a/mod.rs": "", "src/b.rs": '#[path = "b.rs"]\nmod b;\n'}
    write(tmp_path, {"src/lib.rs": "mod a;\nmod b;\nmod c;\n", **files})
    crate = one_file(tmp_path / "src/lib.rs")
    assert crate.source == 'mod a;\nmod b {\n#[path = "b.rs"]\nmod b;\n\n}\nmod c;\n'
    (tmp_path / "src/c.rs").write_bytes(b"// caf\xe9\n")
    with pytest.raises(UsageError, match=r"c.rs' is not UTF-8 text \(byte 6\)"):
        one_file(tmp_path / "src/lib.rs")


@pytest.mark.parametrize(
    ("exercise", "file", "name"),
    [
        ("accounts/transfer", "account.rs", "block"),
        ("accounts/status", "status.rs", "check_withdrawal"),
        ("accounts/ledger", "bank.rs", None),
        ("ownership/drop", "table.rs", None),
    ],
)
def test_a_crate_of_an_exercise_has_a_table(
    tmp_path: Path, exercise: str, file: str, name: str | None
) -> None:
    copy = tmp_path / "work" / exercise
    shutil.copytree(ROOT / "solutions" / exercise, copy)
    answer = table(one_file(copy / "src" / file), tmp_path, name and f"{file_type(file)}::{name}")
    assert answer.source == (copy / "src" / file).read_text(encoding="utf-8")
    assert answer.paths
    lines = answer.source.splitlines()
    for path in answer.paths:
        assert path.name.lstrip("*").split(".")[0] in lines[path.first - 1]


def file_type(file: str) -> str:
    return file.removesuffix(".rs").capitalize()
