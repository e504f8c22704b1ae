"""The schedule: learning paths through the course, day by day, with the clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workshop.base.errors import MaterialError
from workshop.course.catalog import Catalog, Episode
from workshop.course.declarations import decode, read_toml

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
    text: str
    minutes: int
    rest: bool = False


@dataclass(frozen=True)
class _Day:
    title: str
    starts: str
    room: int
    items: tuple[str | _Beside, ...]

    def __post_init__(self) -> None:
        if not re.fullmatch(r"(1?\d|2[0-3]):[0-5]\d", self.starts):
            raise ValueError(f"`starts` is {self.starts!r}, and must be a time such as 9:00")


@dataclass(frozen=True)
class _Path:
    id: str
    title: str
    goal: str
    day: tuple[_Day, ...]


@dataclass(frozen=True)
class _Paths:
    path: tuple[_Path, ...]


def read_paths(catalog: Catalog) -> tuple[LearningPath, ...]:
    """The paths through the course that `book/paths.toml` declares."""
    file = catalog.root / FILE
    episodes = {episode.id: episode for episode in catalog.episodes}

    def item(entry: str | _Beside) -> Item:
        if isinstance(entry, _Beside):
            return Item(entry.text, entry.minutes, rest=entry.rest)
        if entry not in episodes:
            raise MaterialError(f"{file}: there is no episode {entry!r}.")
        return Item(episodes[entry].title, episodes[entry].minutes, episodes[entry])

    return tuple(
        LearningPath(
            path.id,
            path.title,
            path.goal,
            tuple(Day(d.title, d.starts, d.room, tuple(map(item, d.items))) for d in path.day),
        )
        for path in decode(read_toml(file), _Paths, file).path
    )
