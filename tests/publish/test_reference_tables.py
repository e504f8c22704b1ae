from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from workshop.base.errors import MaterialError
from workshop.course.catalog import Catalog
from workshop.publish.reference_tables import (
    Way,
    episode_table,
    exercise_table,
    read_ways,
    schedule,
)

ROOT = Path(__file__).resolve().parents[2]
CATALOG = Catalog(ROOT)
WAYS = read_ways(CATALOG)


def test_each_episode_and_each_of_its_exercises_has_a_row() -> None:
    episodes, exercises = episode_table(CATALOG), exercise_table(CATALOG)
    assert episodes.count("\n") == len(CATALOG.episodes) + 1
    for episode in CATALOG.episodes:
        assert f"[{episode.title}](../lessons/{episode.id}.md)" in episodes
    for id in CATALOG.exercises:
        assert f"`{id}`" in exercises


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.id)
def test_way_leaves_time_free(way: Way) -> None:
    for day in way.days:
        assert day.minutes <= 0.93 * day.room, day.title


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.id)
def test_way_brings_what_an_episode_requires_before_it(way: Way) -> None:
    seen: set[str] = set()
    for item in (item for day in way.days for item in day.items):
        if item.episode:
            assert set(item.episode.requires) <= seen, item.text
            seen.add(item.episode.id)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.id)
def test_nobody_sits_more_than_ninety_minutes_without_a_break(way: Way) -> None:
    for day in way.days:
        sitting = 0
        for item in day.items:
            sitting = 0 if item.rest else sitting + item.minutes
            assert sitting <= 90, f"{day.title}: {item.text}"


def test_every_episode_is_in_some_way_through() -> None:
    items = (item for way in WAYS for day in way.days for item in day.items)
    taught = {item.episode.id for item in items if item.episode}
    assert taught | {"why"} == {episode.id for episode in CATALOG.episodes}, "the talk is `why`"


def test_schedule_counts_the_clock() -> None:
    times = re.findall(r"(?m)^\| (\d+):(\d\d) \| (\d+) \|", schedule(CATALOG))
    for (hour, minute, length), (next_hour, next_minute, _) in pairwise(times):
        end = 60 * int(hour) + int(minute) + int(length)
        start = 60 * int(next_hour) + int(next_minute)
        assert start in {end, 9 * 60}


def test_unknown_episode_in_a_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "_toc.yml").write_text("parts: []", encoding="utf-8")
    day = '[[way.day]]\ntitle = "d"\nstarts = "9:00"\nroom = 190\nitems = ["no-such"]\n'
    text = f'[[way]]\nid = "x"\ntitle = "x"\ngoal = "x"\n{day}'
    (tmp_path / "book" / "ways.toml").write_text(text, encoding="utf-8")
    with pytest.raises(MaterialError, match="no-such"):
        read_ways(Catalog(tmp_path))
