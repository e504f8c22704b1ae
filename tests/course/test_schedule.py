"""Paths through the course leave time, and bring what is required before it is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop.base.errors import MaterialError
from workshop.course.catalog import Catalog
from workshop.course.schedule import FILE, Day, Item, LearningPath, read_paths

ROOT = Path(__file__).resolve().parents[2]
CATALOG = Catalog(ROOT)
PATHS = read_paths(CATALOG)

each_path = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.id)


@each_path
def test_a_path_leaves_time_free(path: LearningPath) -> None:
    for day in path.days:
        assert day.minutes <= 0.93 * day.room, day.title


@each_path
def test_a_path_brings_what_an_episode_requires_before_it(path: LearningPath) -> None:
    seen: set[str] = set()
    for episode in path.episodes:
        assert set(episode.requires) <= seen, episode.title
        seen.add(episode.id)


@each_path
def test_nobody_sits_more_than_ninety_minutes_without_a_break(path: LearningPath) -> None:
    for day in path.days:
        sitting = 0
        for item in day.items:
            sitting = 0 if item.rest else sitting + item.minutes
            assert sitting <= 90, f"{day.title}: {item.text}"


def test_every_episode_is_on_some_path() -> None:
    taught = {episode.id for path in PATHS for episode in path.episodes}
    expected = {episode.id for episode in CATALOG.episodes if not episode.elective}
    assert taught | {"why"} >= expected, "the talk is `why`"


def test_the_minutes_of_an_episode_are_those_that_it_takes_in_a_room() -> None:
    [item, *_] = [item for day in PATHS[0].days for item in day.items if item.episode]
    assert item.episode is not None
    assert item.minutes == item.episode.teaching + item.episode.exercising


def test_breaks_take_time_and_are_no_work() -> None:
    items = (Item("Talk", 80), Item("Lunch", 45, rest=True), Item("Demo", 20))
    day = Day("The day", "9:30", 190, items)
    assert day.clock == ("9:30", "10:50", "11:35", "11:55")
    assert day.minutes == 100


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('["no-such"]', '["no-such"]', "there is no episode 'no-such'"),
        ('["no-such"]', '[{text = "Talk"}]', "items[0]`: the key `minutes` is missing"),
        ('"9:00"', '"nine"', "`starts` is 'nine', and must be a time such as 9:00"),
        ('"9:00"', '"9:75"', "`starts` is '9:75'"),
        ("room = 190", 'room = "long"', "path[0].day[0].room`: 'long' must be an integer"),
        ("room = 190", "roem = 190", "there is no key `roem`"),
    ],
)
def test_a_mistake_in_a_path_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "_toc.yml").write_text(
        "parts: [{chapters: [{file: book/setup}]}]", encoding="utf-8"
    )
    day = '[[path.day]]\ntitle = "d"\nstarts = "9:00"\nroom = 190\nitems = ["no-such"]\n'
    text = f'[[path]]\nid = "x"\ntitle = "x"\ngoal = "x"\n{day}'.replace(old, new)
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(MaterialError) as raised:
        read_paths(Catalog(tmp_path))
    assert words in str(raised.value)
    assert "paths.toml" in str(raised.value)
