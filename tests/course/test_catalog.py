"""What the course holds is read from its files, and a mistake in them is named."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from shop import Shop, teach
from workshop.base.errors import MaterialError, UsageError
from workshop.course.catalog import Catalog, Kind, read_exercise

FRONT_MATTER = """\
---
title: One
id: only
part: B
teaching: 20
exercising: 25
objectives: [predict a move]
exercises: []
"""


@pytest.fixture
def catalog(shop: Shop) -> Catalog:
    for stage in ("one", "two", "twice", "three"):
        shop.rust(stage, "", "")
    return teach(shop, second="probe-two", first="probe-three, probe-one")


def test_the_order_is_that_of_the_book_then_the_rest(catalog: Catalog) -> None:
    assert [episode.id for episode in catalog.episodes] == ["second", "first"]
    assert catalog.order == ("probe-two", "probe-three", "probe-one", "probe-twice")
    assert list(catalog.exercises) == list(catalog.order)


def test_an_episode_knows_its_exercises(catalog: Catalog) -> None:
    episode = catalog.episode_of(catalog.exercise("probe-one"))
    assert episode is not None
    assert (episode.id, episode.part, episode.teaching) == ("first", "B", 20)
    assert catalog.episode_of(catalog.exercise("probe-twice")) is None


@pytest.mark.parametrize(
    "name",
    [
        "probe-one",
        "probe/one",
        "work/probe/one",
        "./work/probe/one/src/lib.rs",
        "exercises/probe/one/",
        "/somewhere/work/clone/work/probe/one",
        "probe-o",
    ],
)
def test_an_exercise_is_found_by_id_path_or_prefix(catalog: Catalog, name: str) -> None:
    assert catalog.find(name).id == "probe-one"


@pytest.mark.parametrize("name", ["three", "THREE", "Probe-Three", "Probe/Three"])
def test_an_exercise_is_found_by_its_end_in_any_case(catalog: Catalog, name: str) -> None:
    assert catalog.find(name).id == "probe-three"


def test_the_end_of_an_id_with_a_slip_is_understood(catalog: Catalog) -> None:
    with pytest.raises(UsageError, match="Did you mean probe-three"):
        catalog.find("threee")


def test_an_id_that_is_also_a_prefix_is_found(shop: Shop, catalog: Catalog) -> None:
    shop.rust("on", "", "")
    assert Catalog(catalog.root).find("probe-on").id == "probe-on"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("probe-tw", "'probe-tw' could be probe-twice, probe-two. Write more of the name."),
        ("nothing", "There is no exercise 'nothing'. `workshop list` shows them all."),
        ("", "There is no exercise ''."),
        ("work", "There is no exercise 'work'."),
    ],
)
def test_a_name_that_is_none_says_what_to_do(catalog: Catalog, name: str, words: str) -> None:
    with pytest.raises(UsageError) as raised:
        catalog.find(name)
    assert words in str(raised.value)


def test_a_close_name_is_proposed(catalog: Catalog) -> None:
    with pytest.raises(UsageError, match="Did you mean probe-three"):
        catalog.find("probe-tree")


def change(exercise: Path, old: str, new: str) -> None:
    file = exercise / "exercise.toml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "probe-bad"', 'id = "other"', "`id` is 'other', and must be 'probe-bad'"),
        (
            'kind = "rust"',
            'kind = "rusty"',
            "`kind`: 'rusty' must be one of rust, extension, library, script, project",
        ),
        ("minutes = 5", "", "the key `minutes` is missing"),
        ("minutes = 5", 'minutes = "five"', "`minutes`: 'five' must be an integer"),
        (
            "minutes = 5",
            "minutes = 5\nminuets = 6",
            "there is no key `minuets`. Did you mean",
        ),
        ("[starter]", "[starter", "Expected ']'"),
        ('tests = ["test_it"]', "", "`starter` names either a `code` or the `tests` that fail"),
        ('tests = ["test_it"]', 'tests = ["a"]\ncode = "E0382"', "names either a `code` or"),
        (
            'when = "E0382"',
            "when = 382",
            "`hints[0].when`: 382 must be a list of 1 or more",
        ),
        ('when = "E0382"', 'wen = "E0382"', "`hints[0]`: there is no key `wen`"),
        ("minutes = 5", 'minutes = 5\nafter = "x"', "`after` is for exercises at home"),
        (
            "minutes = 5",
            'minutes = 5\nrequires = ["gcc-of-1957"]',
            "`requires` names 'gcc-of-1957', which is not one of cc, gfortran",
        ),
        (
            "minutes = 5",
            'minutes = 5\nmoved = ["src/lib.rs"]',
            "`moved` is for a project that continues",
        ),
        (
            "minutes = 5",
            'minutes = 5\nrevised = ["src/lib.rs"]',
            "`revised` is for an exercise that continues",
        ),
    ],
)
def test_a_mistake_in_a_declaration_is_named(shop: Shop, old: str, new: str, words: str) -> None:
    exercise = shop.rust("bad", "", "")
    change(exercise.folder, old, new)
    with pytest.raises(MaterialError) as raised:
        read_exercise(exercise.folder / "exercise.toml")
    assert words in str(raised.value)
    assert "exercise.toml" in str(raised.value)


def test_the_learner_of_a_project_makes_files_and_the_first_is_there(shop: Shop) -> None:
    made = shop.project("makes", "Ok(1)")
    assert made.made_files == ()
    lists = 'files = ["src/lib.rs", "python/probe/py.typed", "src/lib.rs.md"]'
    change(made.folder, 'files = ["src/lib.rs"]', lists)
    file = made.folder / "exercise.toml"
    assert read_exercise(file).made_files == ("python/probe/py.typed", "src/lib.rs.md")
    change(made.folder, lists, 'files = ["python/probe/py.typed", "src/lib.rs"]')
    with pytest.raises(MaterialError, match=r"there is no file 'python/probe/py\.typed'"):
        read_exercise(file)
    change(made.folder, "python/probe/py.typed", "src/lib.rs")
    with pytest.raises(MaterialError, match=r"'src/lib\.rs' is named twice"):
        read_exercise(file)
    change(made.folder, '"src/lib.rs", "src/lib.rs"', '"src/lib.rs", "../py.typed"')
    with pytest.raises(MaterialError, match=r"there is no file '\.\./py\.typed'"):
        read_exercise(file)


def test_every_file_of_another_exercise_is_there(shop: Shop) -> None:
    made = shop.extension("makes", "Ok(1)")
    change(made.folder, 'files = ["src/lib.rs"]', 'files = ["src/lib.rs", "src/more.rs"]')
    with pytest.raises(MaterialError, match=r"there is no file 'src/more\.rs'"):
        read_exercise(made.folder / "exercise.toml")


TESTS = ("tests/test_two_words.py", "tests/test_probe.py", "tests/bank.rs", "tests/more/test_a.py")


@pytest.mark.parametrize("kind", ["rust", "extension", "library", "script", "project"])
def test_the_tests_stay_where_they_are_and_a_project_has_own_ones(shop: Shop, kind: str) -> None:
    folder = shop.root / "probe" / "two-words"
    made = shop.rust("some", "", "")
    exercise = replace(made, id="probe-two-words", kind=cast("Kind", kind), folder=folder)
    copied = {name for name in TESTS if exercise.is_copied(name)}
    assert copied == ({*TESTS[1:]} if kind == "project" else set())
    assert not exercise.is_copied("exercise.toml")
    assert not exercise.is_copied("target/debug/a")
    assert exercise.is_copied("src/tests/test_two_words.py")
    assert exercise.is_copied("README.md")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{}\n", "the key `parts` is missing"),
        (
            "parts: [{chapters: lessons/only}]\n",
            "`parts[0].chapters`: 'lessons/only' must be a list",
        ),
        ("parts: [{chapters: [{fil: a}]}]\n", "`parts[0].chapters[0]`: there is no key `fil`"),
    ],
)
def test_a_mistake_in_the_table_of_contents_is_named(shop: Shop, text: str, words: str) -> None:
    (shop.root / "book" / "_toc.yml").write_text(text)
    with pytest.raises(MaterialError, match=re.escape(words)):
        _ = shop.catalog.episodes


def test_hints_that_are_no_tables_are_named(shop: Shop) -> None:
    file = shop.rust("bad", "", "").folder / "exercise.toml"
    before = file.read_text().partition("[[hints]]")[0]
    for hints, words in (("5", "`hints`: 5 must be a list"), ('["a"]', "`hints[0]`: 'a' must be")):
        file.write_text(f"hints = {hints}\n{before}")
        with pytest.raises(MaterialError, match=re.escape(words)):
            read_exercise(file)


def test_an_exercise_that_an_episode_names_and_nobody_wrote(shop: Shop) -> None:
    catalog = teach(shop, only="probe-ghost")
    with pytest.raises(MaterialError, match=r"only\.md:8: .*no exercise 'probe-ghost'"):
        catalog.exercise("probe-ghost")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# Text\n", "starts with its front matter"),
        ("---\ntitle: a\n---\n", "the key `id` is missing"),
        (FRONT_MATTER + "teachers: 5\n---\n", "there is no key `teachers`"),
        (FRONT_MATTER + "elective: often\n---\n", "`elective`: 'often' must be true or false"),
        (FRONT_MATTER + "empty_body: probe-one\n---\n", "which is not one of `exercises`"),
    ],
)
def test_a_mistake_in_a_front_matter_is_named(shop: Shop, text: str, words: str) -> None:
    catalog = teach(shop, only="")
    (shop.root / "lessons" / "only.md").write_text(text)
    with pytest.raises(MaterialError) as raised:
        _ = catalog.episodes
    assert words in str(raised.value)
    assert "only.md" in str(raised.value)


def test_an_episode_may_be_elective_and_name_its_empty_body(shop: Shop) -> None:
    catalog = teach(shop, only="probe-one, probe-two")
    file = shop.root / "lessons" / "only.md"
    plain = catalog.episodes[0]
    assert (plain.elective, plain.empty_body) == (False, None)
    said = "elective: true\nempty_body: probe-two\n---\n"
    file.write_text(file.read_text().replace("---\n\n", said, 1))
    episode = Catalog(shop.root).episodes[0]
    assert (episode.elective, episode.empty_body) == (True, "probe-two")


def test_a_hint_fits_a_code_or_a_code_with_words_or_nothing(shop: Shop) -> None:
    exercise = shop.rust("bad", "", "")
    change(exercise.folder, 'when = "test_it"', 'when = ["E0308", "found `()`"]')
    hints = read_exercise(exercise.folder / "exercise.toml").hints
    assert [hint.when for hint in hints] == [("E0382",), ("E0308", "found `()`"), ()]


@pytest.mark.parametrize(
    ("added", "words"),
    [
        ('after = "ghost"\nhome = true', "`after`: there is no episode 'ghost'"),
        ('continues = "probe-ghost"', "`continues`: there is no exercise 'probe-ghost'"),
        ('after = "first"\nhome = true\ncontinues = "probe-two"', None),
    ],
)
def test_other_stages_and_episodes_that_it_names_are_looked_up(
    shop: Shop, catalog: Catalog, added: str, words: str | None
) -> None:
    change(catalog.exercise("probe-one").folder, "minutes = 5", f"minutes = 5\n{added}")
    if words is None:
        assert Catalog(shop.root).exercises["probe-one"].continues == "probe-two"
        return
    with pytest.raises(MaterialError, match=re.escape(words)):
        _ = Catalog(shop.root).exercises


def test_the_course_itself_is_read(root: Path) -> None:
    catalog = Catalog(root)
    assert len(catalog.exercises) == len(catalog.order) > 0
