"""Tables of the reference pages, as Markdown: episodes, exercises, ways through the course."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workshop.base.errors import MaterialError
from workshop.course.catalog import Catalog, Episode

LESSONS = "../lessons"
"""Where the episodes lie, seen from the pages in `book/`."""


@dataclass(frozen=True)
class Item:
    """One line of a schedule: an episode, or something beside the episodes. Times are minutes."""

    text: str
    minutes: int
    episode: Episode | None = None
    rest: bool = False


@dataclass(frozen=True)
class Day:
    """One day of a way through: when it starts, how many minutes it has, what is done."""

    title: str
    starts: str
    room: int
    items: tuple[Item, ...]

    @property
    def minutes(self) -> int:
        """The minutes of work: breaks do not count."""
        return sum(item.minutes for item in self.items if not item.rest)


@dataclass(frozen=True)
class Way:
    """One way through the course, for a given number of days."""

    id: str
    title: str
    goal: str
    days: tuple[Day, ...]


def read_ways(catalog: Catalog) -> tuple[Way, ...]:
    """The ways through the course that `book/ways.toml` names."""
    file = catalog.root / "book" / "ways.toml"
    ways = tomllib.loads(file.read_text(encoding="utf-8"))["way"]
    return tuple(_way(way, catalog, file) for way in ways)


def _way(facts: dict[str, Any], catalog: Catalog, file: Path) -> Way:
    days = tuple(_day(day, catalog, file) for day in facts["day"])
    return Way(facts["id"], facts["title"], facts["goal"], days)


def _day(facts: dict[str, Any], catalog: Catalog, file: Path) -> Day:
    episodes = {episode.id: episode for episode in catalog.episodes}
    items: list[Item] = []
    for entry in facts["items"]:
        if isinstance(entry, dict):
            items.append(Item(entry["text"], entry["minutes"], rest=entry.get("rest", False)))
        elif entry in episodes:
            episode = episodes[entry]
            items.append(Item(episode.title, episode.teaching + episode.exercising, episode))
        else:
            raise MaterialError(f"{file}: there is no episode {entry!r}.")
    return Day(facts["title"], facts["starts"], facts["room"], tuple(items))


def episode_table(catalog: Catalog) -> str:
    """All episodes: part, title, minutes, what one can do afterwards."""
    head = "| part | episode | teaching | exercises | afterwards you can |"
    rows = [head, "|---|---|---:|---:|---|"]
    for e in catalog.episodes:
        goals = "; ".join(e.objectives)
        rows.append(f"| {e.part} | {_link(e)} | {e.teaching} | {e.exercising} | {goals} |")
    return "\n".join(rows)


def exercise_table(catalog: Catalog) -> str:
    """All exercises in the order of the episodes: id, title, minutes, kind, where they stand."""
    rows = ["| exercise | what you do | minutes | kind | episode |", "|---|---|---:|---|---|"]
    for exercise in catalog.exercises.values():
        episode = catalog.episode_of(exercise)
        where = _link(episode) if episode else ""
        name = f"[`{exercise.id}`](#{exercise.id})" if episode else f"`{exercise.id}`"
        minutes = f"{exercise.minutes}" + (" (home)" if exercise.home else "")
        rows.append(f"| {name} | {exercise.title} | {minutes} | {exercise.kind} | {where} |")
    return "\n".join(rows)


def schedule(catalog: Catalog) -> str:
    """Every way through, each day as a table with the clock."""
    blocks: list[str] = []
    for way in read_ways(catalog):
        blocks += [f"## {way.title}", f"The goal: {way.goal}"]
        for day in way.days:
            total = f"{day.title}: {day.minutes} of {day.room} minutes are planned."
            blocks += [total, "\n".join(_rows(day))]
    return "\n\n".join(blocks)


def _rows(day: Day) -> Iterator[str]:
    yield "| time | minutes | what |\n|---|---:|---|"
    hours, minutes = map(int, day.starts.split(":"))
    now = 60 * hours + minutes
    for item in day.items:
        what = _link(item.episode) if item.episode else item.text
        yield f"| {now // 60}:{now % 60:02} | {item.minutes} | {what} |"
        now += item.minutes
    yield f"| {now // 60}:{now % 60:02} | | end |"


def _link(episode: Episode) -> str:
    return f"[{episode.title}]({LESSONS}/{episode.id}.md)"


TABLES: dict[str, Callable[[Catalog], str]] = {
    "workshop-episodes": episode_table,
    "workshop-exercises": exercise_table,
    "workshop-schedule": schedule,
}
"""The tables by their directive's name."""
