"""What the course holds: episodes in the book's order, and exercises with what they declare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, get_args

from msgspec import Meta

from workshop.base.errors import MaterialError, UsageError
from workshop.course.contents import read_contents
from workshop.course.declarations import Minutes, Text, decode, did_you_mean, mistake, read_toml
from workshop.course.front_matter import read_front_matter
from workshop.course.requirements import REQUIREMENTS

Kind = Literal["rust", "extension", "library", "script", "project"]
KINDS: tuple[str, ...] = get_args(Kind)
_OF_JUPYTER = {"file_format", "kernelspec"}
"""Keys of the front matter that are not ours."""


@dataclass(frozen=True)
class Hint:
    """Help with one case. `when`: a compiler code or a test, then words of its message."""

    text: Text
    when: Annotated[tuple[Text, ...], Meta(min_length=1)] = ()


@dataclass(frozen=True)
class Starter:
    """How the untouched starter fails: with a compiler code, or in these tests."""

    code: Text | None = None
    tests: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Exercise:
    """One `exercise.toml`. Times: `minutes` for a person, `timeout` in seconds.

    `requires` names programs and Python packages, `after` the episode that an exercise at home
    comes after, `continues` the stage whose finished code it starts from, `revised` the given
    files of that stage that this one brings in another version, and `moved` those that a project
    has elsewhere.
    """

    folder: Path
    id: str
    title: Text
    kind: Kind
    minutes: Minutes
    timeout: Annotated[float, Meta(gt=0, le=600)]
    files: Annotated[tuple[Text, ...], Meta(min_length=1)]
    starter: Starter
    hints: Annotated[tuple[Hint, ...], Meta(min_length=1)]
    minimum: Text
    stretch: str
    module: Text | None = None
    home: bool = False
    requires: tuple[str, ...] = ()
    after: str | None = None
    continues: str | None = None
    revised: tuple[Text, ...] = ()
    moved: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        """Compare what one key says with the others."""
        for problem in self._problems():
            raise ValueError(problem)

    def _problems(self) -> Iterator[str]:
        if self.id != (of_path := f"{self.topic}-{self.stage}"):
            yield f"`id` is {self.id!r}, and must be {of_path!r}, its path with a dash"
        for name in self.requires:
            if name not in REQUIREMENTS:
                yield f"`requires` names {name!r}, which is not one of {', '.join(REQUIREMENTS)}"
        if (self.starter.code is None) == (not self.starter.tests):
            yield "`starter` names either a `code` or the `tests` that fail"
        if self.after and not self.home:
            yield "`after` is for exercises at home, with `home = true`"
        if self.revised and not self.continues:
            yield "`revised` is for an exercise that continues another stage"
        if self.moved and not (self.kind == "project" and self.continues):
            yield "`moved` is for a project that continues another stage"

    @property
    def topic(self) -> str:
        """The folder above the stage, as in `distances/lists`."""
        return self.folder.parent.name

    @property
    def stage(self) -> str:
        """The last folder of the path, as in `distances/lists`."""
        return self.folder.name

    @property
    def path(self) -> str:
        """The path below `exercises/`, `solutions/` and `work/` alike."""
        return f"{self.topic}/{self.stage}"

    @property
    def tests(self) -> tuple[Path, ...]:
        """The only copies of the tests, sorted by name."""
        pattern = "*.rs" if self.kind == "rust" else "test_*.py"
        return tuple(sorted((self.folder / "tests").glob(pattern)))

    @property
    def makes_c_library(self) -> bool:
        """Whether its crate is a C library: a script's crate without Python's `pyproject.toml`."""
        if self.kind != "script":
            return self.kind == "library"
        crate, python = self.folder / "Cargo.toml", self.folder / "pyproject.toml"
        return crate.is_file() and not python.is_file()

    @property
    def made_files(self) -> tuple[str, ...]:
        """Those of `files` that a starter lacks: the learner of a project makes them."""
        return tuple(name for name in self.files if not (self.folder / name).is_file())

    def is_copied(self, name: str) -> bool:
        """Whether a learner's copy holds a file of this folder: the tests stay where they are.

        A project has tests of its own as well, and they belong to it.
        """
        if "__pycache__" in name.split("/"):  # which a run of the tests may leave
            return False
        first, _, rest = name.partition("/")
        if first == "tests" and self.kind == "project":
            return rest != f"test_{self.stage.replace('-', '_')}.py"
        return first not in {"tests", "exercise.toml", "target"}

    @property
    def in_a_line(self) -> str:
        """Id, title and minutes."""
        title = self.title[0].lower() + self.title[1:]
        return f"{self.id}, {title} ({self.minutes} min)"


@dataclass(frozen=True)
class Episode:
    """The front matter of one lesson. Times are minutes.

    `exercising` counts the exercises in the room; where all are for home, the task of reading.
    `empty_body` is the exercise that asks for a whole function, `replaces` an earlier episode.
    """

    file: Path
    id: str
    title: Text
    part: Text
    teaching: Minutes
    exercising: Annotated[int, Meta(ge=0, le=600)]
    objectives: Annotated[tuple[Text, ...], Meta(min_length=1)]
    exercises: tuple[str, ...]
    requires: tuple[str, ...] = ()
    elective: bool = False
    empty_body: str | None = None
    replaces: str | None = None

    def __post_init__(self) -> None:
        """Compare what one key says with the others."""
        if self.id != self.file.stem:
            raise ValueError(f"`id` is {self.id!r}, and must be {self.file.stem!r}, as the file")
        if twice := [id for id in self.exercises if self.exercises.count(id) > 1]:
            raise ValueError(f"`exercises` names {twice[0]!r} twice")
        if self.empty_body and self.empty_body not in self.exercises:
            raise ValueError(
                f"`empty_body` is {self.empty_body!r}, which is not one of `exercises`"
            )

    @property
    def minutes(self) -> int:
        """All the time that it takes in a room."""
        return self.teaching + self.exercising


@dataclass(frozen=True)
class Catalog:
    """Everything that the course offers, read once from the files below `root`."""

    root: Path

    @cached_property
    def episodes(self) -> tuple[Episode, ...]:
        """The episodes in the order of `book/_toc.yml`."""
        episodes = tuple(map(read_episode, read_contents(self.root)))
        known = [episode.id for episode in episodes]
        for episode in episodes:
            for number, id in enumerate(episode.requires):
                if id not in known:
                    problem = f"there is no episode {id!r}{did_you_mean(id, known)}"
                    raise mistake(episode.file, problem, "requires", number)
        return episodes

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The ids of all exercises: first those of the episodes in order, then the rest by path."""
        placed = [id for episode in self.episodes for id in self.exercises_of(episode)]
        return tuple(dict.fromkeys([*placed, *self._not_taught]))

    def exercises_of(self, episode: Episode) -> tuple[str, ...]:
        """The ids of the episode's exercises, then of those that come after it, at home."""
        after = (id for id, after in self._not_taught.items() if after == episode.id)
        return (*episode.exercises, *after)

    @cached_property
    def _not_taught(self) -> dict[str, str | None]:
        """The exercises that no episode lists, and the episode that each comes after, if any."""
        taught = {id for episode in self.episodes for id in episode.exercises}
        return {id: self._after(id) for id in sorted(set(self._files) - taught)}

    def _after(self, id: str) -> str | None:
        try:
            return self.exercise(id).after
        except MaterialError:  # whoever needs this exercise gets the message, and nobody else
            return None

    @cached_property
    def exercises(self) -> dict[str, Exercise]:
        """All exercises by id, in the course's order. Where one is enough, ask for that one."""
        found = {id: self.exercise(id) for id in self.order}
        episodes = {episode.id for episode in self.episodes}
        for exercise in found.values():
            if exercise.after and exercise.after not in episodes:
                raise _no_such(exercise, "after", "episode", exercise.after, episodes)
            if exercise.continues and exercise.continues not in found:
                raise _no_such(exercise, "continues", "exercise", exercise.continues, found)
        return found

    def exercise(self, id: str) -> Exercise:
        """The exercise with exactly this id."""
        if file := self._file(id):
            return read_exercise(file)
        problem = f"there is no exercise {id!r}{did_you_mean(id, self._files)}"
        for episode in self.episodes:
            if id in episode.exercises:
                at = ("exercises", episode.exercises.index(id))
                raise mistake(episode.file, problem, *at)
        raise UsageError(_not_found(id, [], list(self._files)))

    def _file(self, id: str) -> Path | None:
        """The declaration of an exercise; topic and stage may have dashes themselves."""
        words = id.split("-")
        for count in range(1, len(words)):
            folder = Path("-".join(words[:count]), "-".join(words[count:]))
            file = self.root / "exercises" / folder / "exercise.toml"
            if file.is_file():
                return file
        return None

    @cached_property
    def _files(self) -> dict[str, Path]:
        files = sorted((self.root / "exercises").glob("*/*/exercise.toml"))
        return {f"{file.parent.parent.name}-{file.parent.name}": file for file in files}

    def episode_of(self, exercise: Exercise) -> Episode | None:
        """The first episode that lists the exercise, or that it comes after."""
        return next((e for e in self.episodes if exercise.id in self.exercises_of(e)), None)

    def find(self, name: str) -> Exercise:
        """The exercise named by its id, its path (also below `work/`), or a unique part of it."""
        wanted = _as_id(name)
        if file := self._file(wanted):
            return read_exercise(file)
        matches = _matches(wanted.lower(), list(self._files))
        if len(matches) == 1:
            return self.exercise(matches[0])
        raise UsageError(_not_found(name, matches, list(self._files)))


def _as_id(name: str) -> str:
    parts = [part for part in Path(name).parts if part not in {"/", "."}]
    for folder in ("work", "exercises", "solutions"):
        if folder in parts:
            parts = parts[len(parts) - parts[::-1].index(folder) :]
    return "-".join(parts[:2])


def _matches(wanted: str, ids: list[str]) -> list[str]:
    """The id itself; else those that begin so; else those that end so, such as `move`."""
    if wanted in ids:
        return [wanted]
    begin = [id for id in ids if wanted and id.startswith(wanted)]
    return begin or [id for id in ids if wanted and id.endswith(f"-{wanted}")]


def _not_found(name: str, matches: list[str], all_ids: list[str]) -> str:
    if matches:
        return f"{name!r} could be {', '.join(matches)}. Write more of the name."
    close = _close_ids(_as_id(name).lower(), all_ids)
    meant = f" Did you mean {' or '.join(close)}?" if close else ""
    return f"There is no exercise {name!r}.{meant} `workshop list` shows them all."


def _close_ids(wanted: str, ids: list[str]) -> list[str]:
    """Ids that are nearly written so, in full or at their end."""
    import difflib

    ends = {id.partition("-")[2]: id for id in ids}
    close = difflib.get_close_matches(wanted, [*ids, *ends], 3)
    return list(dict.fromkeys(ends.get(name, name) for name in close))


def _no_such(
    exercise: Exercise, key: str, what: str, id: str, known: Iterable[str]
) -> MaterialError:
    problem = f"there is no {what} {id!r}{did_you_mean(id, known)}"
    return mistake(exercise.folder / "exercise.toml", problem, key)


def read_exercise(file: Path) -> Exercise:
    """Read one `exercise.toml`; a MaterialError names the file and the key that is wrong."""
    content = read_toml(file)
    hints = content.get("hints")
    for hint in hints if isinstance(hints, list) else ():
        if isinstance(hint, dict) and isinstance(hint.get("when"), str):
            hint["when"] = [hint["when"]]
    exercise = decode(content, Exercise, file, folder=file.parent)
    if exercise.kind in {"extension", "project"} and not exercise.module:
        raise mistake(file, f"`module` is missing; the tests of kind {exercise.kind!r} import it")
    for number, name in enumerate(exercise.files):
        inside = not (Path(name).is_absolute() or ".." in Path(name).parts)
        made = exercise.kind == "project" and number > 0  # a file that the learner makes
        if not (inside and (made or (file.parent / name).is_file())):
            raise mistake(file, f"there is no file {name!r} in this folder", "files", number)
        if name in exercise.files[:number]:
            raise mistake(file, f"{name!r} is named twice", "files", number)
    return exercise


def read_episode(file: Path) -> Episode:
    """Read the front matter of one lesson."""
    front_matter = read_front_matter(file)
    content = {key: value for key, value in front_matter.items() if key not in _OF_JUPYTER}
    return decode(content, Episode, file, file=file)
