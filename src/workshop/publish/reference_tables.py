"""Tables of the reference pages, as Markdown: episodes, exercises, paths through the course."""

from __future__ import annotations

from collections.abc import Callable

from workshop.course.catalog import Catalog, Episode
from workshop.course.schedule import read_paths

LESSONS = "../lessons"
"""Where the episodes lie, seen from the pages in `book/`."""


def episode_table(catalog: Catalog) -> str:
    """All episodes: part, title, minutes, what one can do afterwards."""
    head = "| part | episode | teaching | exercises | afterwards you can |"
    rows = [head, "|---|---|---:|---:|---|"]
    for e in catalog.episodes:
        goals = "; ".join(e.objectives)
        name = _link(e) + (" (elective)" if e.elective else "")
        rows.append(f"| {e.part} | {name} | {e.teaching} | {e.exercising} | {goals} |")
    return "\n".join(rows)


def exercise_table(catalog: Catalog) -> str:
    """All exercises in the order of the episodes: id, title, minutes, kind, where they stand."""
    rows = ["| exercise | what you do | minutes | kind | episode |", "|---|---|---:|---|---|"]
    for exercise in catalog.exercises.values():
        episode = catalog.episode_of(exercise)
        on_its_page = episode is not None and exercise.id in episode.exercises
        where = ("" if on_its_page else "after ") + _link(episode) if episode else ""
        name = f"[`{exercise.id}`](#{exercise.id})" if on_its_page else f"`{exercise.id}`"
        minutes = f"{exercise.minutes}" + (" (home)" if exercise.home else "")
        rows.append(f"| {name} | {exercise.title} | {minutes} | {exercise.kind} | {where} |")
    return "\n".join(rows)


def schedule(catalog: Catalog) -> str:
    """Every path through the course, each day as a table with the clock."""
    blocks: list[str] = []
    for path in read_paths(catalog):
        blocks += [f"## {path.title}", f"The goal: {path.goal}"]
        for day in path.days:
            total = f"{day.title}: {day.minutes} of {day.room} minutes are planned."
            *starts, end = day.clock
            rows = ["| time | minutes | what |\n|---|---:|---|"]
            for start, item in zip(starts, day.items, strict=True):
                what = _link(item.episode) if item.episode else item.text
                rows.append(f"| {start} | {item.minutes} | {what} |")
            blocks += [total, "\n".join([*rows, f"| {end} | | end |"])]
    return "\n\n".join(blocks)


def _link(episode: Episode) -> str:
    return f"[{episode.title}]({LESSONS}/{episode.id}.md)"


TABLES: dict[str, Callable[[Catalog], str]] = {
    "workshop-episodes": episode_table,
    "workshop-exercises": exercise_table,
    "workshop-schedule": schedule,
}
"""The tables by their directive's name."""
