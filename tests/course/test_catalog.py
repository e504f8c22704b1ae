"""What the course holds is read from its files, and a mistake in them is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from shop import Shop, teach
from workshop.base.errors import MaterialError, UsageError
from workshop.course.catalog import Catalog, read_exercise


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
        ('id = "probe-bad"', 'id = "other"', "id 'other' must be the path with a dash"),
        ('kind = "rust"', 'kind = "rusty"', "kind 'rusty' is none of rust, extension, project"),
        ("minutes = 5", "", "the key 'minutes' is missing"),
        ("minutes = 5", 'minutes = "five"', "invalid literal"),
        ("[starter]", "[starter", "Expected ']'"),
    ],
)
def test_a_mistake_in_a_declaration_is_named(shop: Shop, old: str, new: str, words: str) -> None:
    exercise = shop.rust("bad", "", "")
    change(exercise.folder, old, new)
    with pytest.raises(MaterialError) as raised:
        read_exercise(exercise.folder / "exercise.toml")
    assert words in str(raised.value)
    assert "exercise.toml" in str(raised.value)


def test_an_exercise_that_an_episode_names_and_nobody_wrote(shop: Shop) -> None:
    catalog = teach(shop, only="probe-ghost")
    with pytest.raises(MaterialError, match="An episode names the exercise probe-ghost"):
        catalog.exercise("probe-ghost")


@pytest.mark.parametrize(
    ("text", "words"),
    [("# Text\n", "starts with its front matter"), ("---\ntitle: a\n---\n", "has no key 'id'")],
)
def test_a_mistake_in_a_front_matter_is_named(shop: Shop, text: str, words: str) -> None:
    catalog = teach(shop, only="")
    (shop.root / "lessons" / "only.md").write_text(text)
    with pytest.raises(MaterialError) as raised:
        _ = catalog.episodes
    assert words in str(raised.value)
    assert "only.md" in str(raised.value)


def test_the_course_itself_is_read(root: Path) -> None:
    catalog = Catalog(root)
    assert len(catalog.exercises) == len(catalog.order) > 0
