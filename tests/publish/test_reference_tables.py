from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from workshop.course.catalog import Catalog
from workshop.publish.reference_tables import (
    episode_table,
    exercise_table,
    schedule,
)

ROOT = Path(__file__).resolve().parents[2]
CATALOG = Catalog(ROOT)


def test_each_episode_and_each_of_its_exercises_has_a_row() -> None:
    episodes, exercises = episode_table(CATALOG), exercise_table(CATALOG)
    assert episodes.count("\n") == len(CATALOG.episodes) + 1
    for episode in CATALOG.episodes:
        assert f"[{episode.title}](../lessons/{episode.id}.md)" in episodes
    for id in CATALOG.exercises:
        assert f"`{id}`" in exercises


def test_schedule_counts_the_clock() -> None:
    times = re.findall(r"(?m)^\| (\d+):(\d\d) \| (\d+) \|", schedule(CATALOG))
    for (hour, minute, length), (next_hour, next_minute, _) in pairwise(times):
        end = 60 * int(hour) + int(minute) + int(length)
        start = 60 * int(next_hour) + int(next_minute)
        assert start in {end, 9 * 60}
