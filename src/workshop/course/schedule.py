"""The schedule: learning paths through the course, day by day, with the clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from workshop.course.catalog import Catalog, Episode
from workshop.course.declarations import (
    Minutes,
    Text,
    decode,
    did_you_mean,
    mistake,
    read_toml,
)

FILE = Path("book") / "paths.toml"


@dataclass(frozen=True)
class Item:
    """One line of a schedule: an episode, or something beside the episodes. Times are minutes."""

    text: str
    minutes: int
    episode: Episode | None = None
    rest: bool = False


@dataclass(frozen=True)
class Day:
    """One day of a path: when it starts, how many minutes the room has, what is done."""

    title: str
    starts: str
    room: int
    items: tuple[Item, ...]

    @property
    def minutes(self) -> int:
        """The minutes of work: breaks do not count."""
        return sum(item.minutes for item in self.items if not item.rest)

    @property
    def clock(self) -> tuple[str, ...]:
        """When each item begins, and when the last one ends."""
        return tuple(f"{time // 60}:{time % 60:02}" for time in self._times())

    def _times(self) -> Iterator[int]:
        hours, minutes = map(int, self.starts.split(":"))
        time = 60 * hours + minutes
        yield time
        for item in self.items:
            time += item.minutes
            yield time


@dataclass(frozen=True)
class LearningPath:
    """One path through the course, for a given number of days."""

    id: str
    title: str
    goal: str
    days: tuple[Day, ...]

    @property
    def episodes(self) -> tuple[Episode, ...]:
        """The episodes in the order in which they are taught."""
        return tuple(item.episode for day in self.days for item in day.items if item.episode)


@dataclass(frozen=True)
class _Beside:
    text: Text
    minutes: Minutes
    rest: bool = False


@dataclass(frozen=True)
class _Day:
    title: Text
    starts: str
    room: Annotated[int, Meta(ge=1, le=1440)]
    items: Annotated[tuple[str | _Beside, ...], Meta(min_length=1)]

    def __post_init__(self) -> None:
        if not re.fullmatch(r"(1?\d|2[0-3]):[0-5]\d", self.starts):
            raise ValueError(f"`starts` is {self.starts!r}, and must be a time such as 9:00")


@dataclass(frozen=True)
class _Path:
    id: Text
    title: Text
    goal: Text
    day: Annotated[tuple[_Day, ...], Meta(min_length=1)]


@dataclass(frozen=True)
class _Paths:
    path: Annotated[tuple[_Path, ...], Meta(min_length=1)]


def read_paths(catalog: Catalog) -> tuple[LearningPath, ...]:
    """The paths through the course that `book/paths.toml` declares."""
    file = catalog.root / FILE
    episodes = {episode.id: episode for episode in catalog.episodes}
    paths = decode(read_toml(file), _Paths, file).path

    def item(entry: str | _Beside, *at: str | int) -> Item:
        if isinstance(entry, _Beside):
            return Item(entry.text, entry.minutes, rest=entry.rest)
        if entry not in episodes:
            raise mistake(
                file, f"there is no episode {entry!r}{did_you_mean(entry, episodes)}", *at
            )
        return Item(episodes[entry].title, episodes[entry].minutes, episodes[entry])

    def day(day: _Day, *at: str | int) -> Day:
        items = (item(entry, *at, "items", number) for number, entry in enumerate(day.items))
        return Day(day.title, day.starts, day.room, tuple(items))

    found: dict[str, LearningPath] = {}
    for number, path in enumerate(paths):
        if path.id in found:
            raise mistake(file, f"the id {path.id!r} is taken", "path", number, "id")
        days = (day(one, "path", number, "day", place) for place, one in enumerate(path.day))
        found[path.id] = LearningPath(path.id, path.title, path.goal, tuple(days))
    return tuple(found.values())
