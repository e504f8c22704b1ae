"""Given files are given: one that was changed is named, and never part of a silent pass."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from given_files import record_text
from shop import Shop
from workshop.check.check import check
from workshop.check.given import changed_given_files
from workshop.check.session import RESTORE, begin
from workshop.check.verdict import Verdict
from workshop.course.catalog import Exercise
from workshop.course.given_files import RECORD, changes_in_copy
from workshop.learner import copies
from workshop.learner.project import Project
from workshop.report.html import as_html
from workshop.report.json import as_json
from workshop.report.sections import verdict_sections
from workshop.report.text import as_text

SOURCE = "pub mod table;\n\npub fn answer() -> i32 {\n    table::BASE + 2\n}\n"
TABLE = '//! A table.\n\n/// How much.\npub const BASE: i32 = 40;\npub const NAME: &str = "a b";\n'
TEST = "assert_eq!(answer(), 42);"
RESTORES = "`workshop reset probe-{} --given` restores it and leaves your own files alone."


def rust(shop: Shop, stage: str) -> tuple[Exercise, Path]:
    """An exercise with a given file `src/table.rs`, and its copy, which passes as it is."""
    exercise = shop.rust(stage, SOURCE, TEST)
    (exercise.folder / "src" / "table.rs").write_text(TABLE)
    manifest = exercise.folder / "Cargo.toml"
    manifest.write_text(manifest.read_text() + "\n[lints]\nworkspace = true\n")
    (shop.root / "exercises" / RECORD).write_text(record_text(shop.root))
    return exercise, shop.work.ensure_copy(exercise)


def text(shop: Shop, verdict: Verdict) -> str:
    return as_text(verdict_sections(verdict, shop.root, picture=False), color=False)


@pytest.mark.cargo
def test_a_changed_given_file_is_named_and_no_pass(shop: Shop) -> None:
    exercise, copy = rust(shop, "table")
    assert shop.check(exercise).passed
    (copy / "src" / "table.rs").write_text(TABLE.replace("40", "39 + 1"))
    verdict = shop.check(exercise)
    assert verdict.outcome == "given"
    assert not verdict.passed
    assert verdict.headline == (
        "All tests pass, but not with the given files. The given file "
        f"work/probe/table/src/table.rs was changed. {RESTORES.format('table')}"
    )
    (copy / "src" / "table.rs").write_text(TABLE.replace("40", "41"))
    failed = shop.check(exercise)
    assert failed.outcome == "tests"
    for shown in (text(shop, failed), as_html(verdict_sections(failed, shop.root))):
        assert "work/probe/table/src/table.rs was changed" in shown
    sections = verdict_sections(failed, shop.root)
    assert "src/table.rs was changed" in str(as_json(failed, sections)["given"])
    (copy / "src" / "table.rs").write_text(TABLE.replace("40", '"forty"'))
    broken = shop.check(exercise)
    assert broken.outcome == "compile"
    assert "work/probe/table/src/table.rs was changed" in text(shop, broken)


@pytest.mark.cargo
def test_comments_blanks_and_own_files_change_nothing(shop: Shop) -> None:
    exercise, copy = rust(shop, "blanks")
    table = '/* mine */\npub const BASE :i32=40 ; // why\r\npub const NAME: &str = "a b";'
    (copy / "src" / "table.rs").write_bytes(table.encode())
    (copy / "src" / "mine.rs").write_text("pub fn mine() {}\n")
    (copy / "notes.txt").write_text("mine\n")
    manifest = copy / "Cargo.toml"
    added = (
        manifest.read_text()
        .replace("[lib]", "# mine\n[lib]")
        .replace("edition.workspace = true", 'edition.workspace = true\ndescription = "mine"')
    )
    manifest.write_text(f"{added}\n[dependencies]\n\n[features]\nmine = []\n")
    assert shop.check(exercise).passed
    test = exercise.tests[0]
    test.write_text(f"// mine\n{test.read_text()}".replace("    ", "\t"))
    assert shop.check(exercise).passed


MANIFESTS: dict[str, tuple[Callable[[str], str], str]] = {
    "lints": (lambda text: text.partition("\n[lints]")[0], "`[lints]` is missing"),
    "allowed": (
        lambda text: text.replace("\nworkspace = true", '\nrust.unsafe_code = "allow"'),
        "`[lints]` differs",
    ),
    "lib": (lambda text: text.replace('name = "probe_', 'name = "my_'), "`[lib]` differs"),
    "path": (lambda text: text.replace("[lib]", '[lib]\npath = "src/mine.rs"'), "`[lib]` differs"),
    "package": (lambda text: text.replace('name = "probe-', 'name = "my-'), "`[package]` differs"),
    "autotests": (lambda text: text.replace("autotests = false\n", ""), "`[package]` differs"),
    "test": (lambda text: text.replace("tests/test_it.rs", "tests/mine.rs"), "`[test]` differs"),
    "untested": (lambda text: re.sub(r"\[\[test\]\]\n.*\n.*\n", "", text), "`[test]` is missing"),
}


@pytest.mark.cargo
@pytest.mark.parametrize("name", MANIFESTS)
def test_a_changed_manifest_is_said_before_cargo_complains(shop: Shop, name: str) -> None:
    change, words = MANIFESTS[name]
    exercise, copy = rust(shop, name)
    manifest = copy / "Cargo.toml"
    assert change(manifest.read_text()) != manifest.read_text()
    manifest.write_text(change(manifest.read_text()))
    verdict = shop.check(exercise)
    assert verdict.outcome == "given"
    assert verdict.headline == (
        f"The given file work/probe/{name}/Cargo.toml was changed ({words}). "
        + RESTORES.format(name)
    )


@pytest.mark.cargo
@pytest.mark.parametrize("name", ["src/table.rs", "Cargo.toml"])
def test_a_deleted_given_file_is_missed_and_restored(shop: Shop, name: str) -> None:
    exercise, copy = rust(shop, "gone")
    (copy / name).unlink()
    verdict = shop.check(exercise)
    assert verdict.outcome == "given"
    assert f"work/probe/gone/{name} is missing." in verdict.headline
    shop.work.restore_given(exercise)
    assert shop.check(exercise).passed


@pytest.mark.cargo
def test_what_comes_next_is_to_restore_it(shop: Shop) -> None:
    exercise, copy = rust(shop, "next")
    (copy / "Cargo.toml").unlink()
    begun = begin(Project(shop.root), exercise)
    outcome = begun.record(begun.check())
    assert outcome.next_step.file is None
    assert outcome.next_step.what_follows == RESTORE
    assert outcome.further_hints == ()


@pytest.mark.cargo
@pytest.mark.parametrize("value", ["41", '"forty"'], ids=["tests fail", "does not compile"])
def test_no_own_file_is_to_change_before_that(shop: Shop, value: str) -> None:
    exercise, copy = rust(shop, "first")
    (copy / "src" / "table.rs").write_text(TABLE.replace("40", value))
    begun = begin(Project(shop.root), exercise)
    outcome = begun.record(begun.check())
    assert outcome.next_step.file is None
    assert outcome.next_step.what_follows == RESTORE


@pytest.mark.cargo
@pytest.mark.parametrize("line", ["foo bar", "[lib]", "[package", "= 3", "version ="])
def test_a_manifest_that_is_no_toml_is_restored(shop: Shop, line: str) -> None:
    exercise, copy = rust(shop, "notoml")
    given = (copy / "Cargo.toml").read_text()
    (copy / "Cargo.toml").write_text(f"{given}{line}\n")
    verdict = shop.check(exercise)
    assert verdict.outcome == "given"
    said = "The given file work/probe/notoml/Cargo.toml can't be read: "
    assert verdict.headline.startswith(said)
    assert verdict.headline.endswith(RESTORES.format("notoml"))
    done = copies.restore_given(Project(shop.root), exercise)
    assert done.backup is not None
    assert line in (shop.root / done.backup / "Cargo.toml").read_text()
    assert (copy / "Cargo.toml").read_text() == given


def test_what_can_not_be_read_at_all_is_restored(shop: Shop) -> None:
    exercise, copy = rust(shop, "folder")
    (copy / "src" / "table.rs").unlink()
    (copy / "src" / "table.rs").mkdir()
    (copy / "Cargo.toml").write_bytes(b"\xff\xfe")
    assert "UTF-8" in changed_given_files(exercise, copy)[0]
    shop.work.restore_given(exercise)
    assert changed_given_files(exercise, copy) == ("", False)
    assert (copy / "src" / "table.rs").read_text() == TABLE


def test_restoring_keeps_own_files_and_what_was_changed(shop: Shop) -> None:
    exercise, copy = rust(shop, "back")
    (copy / "src" / "table.rs").write_text("mine\n")
    (copy / "src" / "lib.rs").write_text("my answer\n")
    (copy / "src" / "more.rs").write_text("my own\n")
    done = copies.restore_given(Project(shop.root), exercise)
    assert (copy / "src" / "table.rs").read_text() == TABLE
    assert (copy / "src" / "lib.rs").read_text() == "my answer\n"
    assert (copy / "src" / "more.rs").read_text() == "my own\n"
    assert done.backup is not None
    assert (shop.root / done.backup / "src" / "table.rs").read_text() == "mine\n"
    assert "probe-back: the given files are as they were in work/probe/back." in copies.reset_text(
        done
    )
    assert copies.restore_given(Project(shop.root), exercise).backup is None


@pytest.mark.cargo
def test_tests_that_were_changed_are_named_and_no_pass(shop: Shop) -> None:
    exercise, copy = rust(shop, "edited")
    (copy / "src" / "lib.rs").write_text(SOURCE.replace("+ 2", "+ 1"))
    test = exercise.tests[0]
    test.write_text(test.read_text().replace("42", "41"))
    verdict = shop.check(exercise)
    assert verdict.outcome == "given"
    named = "The given file exercises/probe/edited/tests/test_it.rs was changed."
    keep = "Copy what you want to keep, then"
    assert verdict.headline.endswith(
        f"{named} {keep} unpack the workshop over this folder again, which leaves `work/` alone."
    )
    (shop.root / ".git").mkdir()
    back = "restore it: `git checkout -- exercises/probe/edited/tests/test_it.rs`."
    with_git = f"{named} {keep} {back}"
    assert shop.check(exercise).headline.endswith(with_git)
    test.unlink()
    missing = shop.check(exercise)
    assert missing.outcome == "given"
    assert "exercises/probe/edited/tests/test_it.rs is missing." in missing.headline


@pytest.mark.cargo
def test_what_the_tests_of_a_topic_share_is_given(shop: Shop) -> None:
    shared = shop.root / "exercises" / "probe" / "copies.rs"
    shared.parent.mkdir(parents=True, exist_ok=True)
    shared.write_text("//! Counts copies.\n")
    try:
        exercise, _copy = rust(shop, "shares")
        assert shop.check(exercise).passed
        shared.write_text("fn none() {}\n")
        assert "exercises/probe/copies.rs was changed." in shop.check(exercise).headline
    finally:
        shared.unlink()


@pytest.mark.cargo
def test_tests_in_python_and_starters_are_given_too(shop: Shop) -> None:
    exercise = shop.script("python", "def act():\n    return 2\n", test="assert script.act() == 1")
    (exercise.folder / "data.csv").write_text("1,2\n")
    (shop.root / "exercises" / RECORD).write_text(record_text(shop.root))
    test = exercise.tests[0]
    given = test.read_text()
    test.write_text(given.replace("assert", "assert True or"))
    assert "tests/test_it.py was changed" in shop.check(exercise).headline
    test.write_text(given.replace("def test_two", "# mine\n\ndef test_two"))
    shop.write(exercise, "def act():\n    return 1\n")
    assert shop.check(exercise).passed
    (shop.work.path(exercise) / "data.csv").write_text("1,3\n")
    assert "work/probe/python/data.csv was changed" in shop.check(exercise).headline
    (exercise.folder / "data.csv").write_text("1,3\n")
    assert "exercises/probe/python/data.csv was changed" in shop.check(exercise).headline
    solution = shop.solve(exercise, "def act():\n    return 1\n")
    assert check(shop.work, exercise, solution).passed, "authors compare nothing"


def test_a_string_with_other_blanks_is_another_one(shop: Shop) -> None:
    exercise, copy = rust(shop, "strings")
    for inside in ("a  b", "a//b", "ab"):
        (copy / "src" / "table.rs").write_text(TABLE.replace("a b", inside))
        assert [change.name for change in changes_in_copy(exercise, copy)] == ["src/table.rs"]


def test_the_record_is_up_to_date(root: Path) -> None:
    record = (root / "exercises" / RECORD).read_text(encoding="utf-8")
    behind = {
        name
        for name, _digest in set(json.loads(record).items())
        ^ set(json.loads(record_text(root)).items())
    }
    assert record == record_text(root), (
        f"{sorted(behind)}: `.venv/bin/python tools/given_files.py` takes the digests anew"
    )
