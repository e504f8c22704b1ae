from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from workshop.course.catalog import Catalog
from workshop.publish.directives import Page, render
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


def test_tables_say_what_is_elective_and_what_is_for_home(tmp_path: Path) -> None:
    toc = "parts:\n- caption: A\n  chapters: [{file: lessons/trees}]\n"
    page = (
        "---\ntitle: Trees\nid: trees\npart: A\nteaching: 20\nexercising: 5\nelective: true\n"
        "objectives: [grow a tree]\nexercises: []\n---\n"
    )
    exercise = (
        'id = "trees-yours"\ntitle = "Grow"\nkind = "rust"\nminutes = 40\nhome = true\n'
        'after = "trees"\ntimeout = 5\nfiles = ["src/lib.rs"]\nminimum = "a"\n'
        'stretch = "a"\nhints = [{ text = "a" }]\n'
        '[starter]\ncode = "E0382"\n'
    )
    for name, text in (
        ("book/_toc.yml", toc),
        ("lessons/trees.md", page),
        ("exercises/trees/yours/exercise.toml", exercise),
        ("exercises/trees/yours/src/lib.rs", ""),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    catalog = Catalog(tmp_path)
    link = "[Trees](../lessons/trees.md)"
    assert f"| A | {link} (elective) | 20 | 5 | grow a tree |" in episode_table(catalog)
    row = f"| `trees-yours` | Grow | 40 (home) | rust | after {link} |"
    assert row in exercise_table(catalog)
    overview = render("workshop-overview", "", "", Page(catalog, catalog.episodes[0]))
    assert overview.startswith("**Part A** · elective · teaching 20 minutes")


def test_schedule_counts_the_clock() -> None:
    times = re.findall(r"(?m)^\| (\d+):(\d\d) \| (\d+) \|", schedule(CATALOG))
    for (hour, minute, length), (next_hour, next_minute, _) in pairwise(times):
        end = 60 * int(hour) + int(minute) + int(length)
        start = 60 * int(next_hour) + int(next_minute)
        assert start in {end, 9 * 60}
