"""What the course holds: episodes in the book's order, and exercises with their declared facts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from workshop.base.errors import MaterialError, UsageError
from workshop.course.declarations import Facts, read_facts

KINDS = ("rust", "extension", "project")


@dataclass(frozen=True)
class Hint:
    """One sentence of help; `when` is the compiler code or the test that it fits, if any."""

    text: str
    when: str | None = None


@dataclass(frozen=True)
class Exercise:
    """The facts of one `exercise.toml`. Times: `minutes` for a person, `timeout` in seconds."""

    folder: Path
    id: str
    title: str
    kind: str
    minutes: int
    timeout: float
    files: tuple[str, ...]
    fails_with: str | None
    fails_in: tuple[str, ...]
    hints: tuple[Hint, ...]
    minimum: str
    stretch: str
    module: str | None = None
    home: bool = False
    requires: tuple[str, ...] = ()

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


@dataclass(frozen=True)
class Episode:
    """The front matter of one lesson. Times are minutes."""

    file: Path
    id: str
    title: str
    part: str
    teaching: int
    exercising: int
    objectives: tuple[str, ...]
    exercises: tuple[str, ...]
    requires: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalog:
    """Everything that the course offers, read once from the files below `root`."""

    root: Path

    @cached_property
    def episodes(self) -> tuple[Episode, ...]:
        """The episodes in the order of `book/_toc.yml`."""
        [toc] = Facts(self.root, "toc").of([self.root / "book" / "_toc.yml"])
        chapters = [chapter["file"] for part in toc["parts"] for chapter in part["chapters"]]
        names = [name for name in chapters if name.startswith("lessons/")]
        files = [self.root / f"{name}.md" for name in names]
        return tuple(map(_episode, files, Facts(self.root, "episodes").of(files)))

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The ids of all exercises: first those of the episodes in order, then the rest by path."""
        taught = [id for episode in self.episodes for id in episode.exercises]
        rest = sorted(set(self._files) - set(taught))
        return tuple(dict.fromkeys([*taught, *rest]))

    @cached_property
    def exercises(self) -> dict[str, Exercise]:
        """All exercises by id, in the course's order. Where one is enough, ask for that one."""
        files = [self._file(id) for id in self.order]
        found = map(_exercise, files, Facts(self.root, "exercises").of(files))
        return dict(zip(self.order, found, strict=True))

    def exercise(self, id: str) -> Exercise:
        """The exercise with exactly this id."""
        return read_exercise(self._file(id))

    def _file(self, id: str) -> Path:
        file = self._place(id)
        if file is None:
            raise MaterialError(f"An episode names the exercise {id}, which has no folder.")
        return file

    def _place(self, id: str) -> Path | None:
        words = id.split("-")
        for place in range(1, len(words)):
            folder = Path("-".join(words[:place]), "-".join(words[place:]))
            file = self.root / "exercises" / folder / "exercise.toml"
            if file.is_file():
                return file
        return None

    @cached_property
    def _files(self) -> dict[str, Path]:
        files = sorted((self.root / "exercises").glob("*/*/exercise.toml"))
        return {f"{file.parent.parent.name}-{file.parent.name}": file for file in files}

    def episode_of(self, exercise: Exercise) -> Episode | None:
        """The first episode that lists the exercise."""
        return next((e for e in self.episodes if exercise.id in e.exercises), None)

    def find(self, name: str) -> Exercise:
        """The exercise named by its id, its path (also below `work/`), or a unique part of it."""
        wanted = _as_id(name)
        if file := self._place(wanted):
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


def read_exercise(file: Path) -> Exercise:
    """Read one `exercise.toml`; a MaterialError names the file and the key that is wrong."""
    return _exercise(file, read_facts(file))


def _exercise(file: Path, facts: dict[str, Any]) -> Exercise:
    try:
        exercise = _as_exercise(file.parent, facts)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        what = f"the key {error} is missing" if isinstance(error, KeyError) else str(error)
        raise MaterialError(f"{file}: {what}.") from error
    if exercise.id != f"{exercise.topic}-{exercise.stage}":
        raise MaterialError(f"{file}: id {exercise.id!r} must be the path with a dash.")
    if exercise.kind not in KINDS:
        raise MaterialError(f"{file}: kind {exercise.kind!r} is none of {', '.join(KINDS)}.")
    return exercise


def _as_exercise(folder: Path, facts: dict[str, Any]) -> Exercise:
    starter = facts["starter"]
    return Exercise(
        folder=folder,
        id=facts["id"],
        title=facts["title"],
        kind=facts["kind"],
        minutes=int(facts["minutes"]),
        timeout=float(facts["timeout"]),
        files=tuple(facts["files"]),
        fails_with=starter.get("code"),
        fails_in=tuple(starter.get("tests", ())),
        hints=tuple(Hint(hint["text"], hint.get("when")) for hint in facts["hints"]),
        minimum=facts["minimum"],
        stretch=facts["stretch"],
        module=facts.get("module"),
        home=facts.get("home", False),
        requires=tuple(facts.get("requires", ())),
    )


def _episode(file: Path, facts: dict[str, Any]) -> Episode:
    try:
        return Episode(
            file=file,
            id=facts["id"],
            title=facts["title"],
            part=facts["part"],
            teaching=int(facts["teaching"]),
            exercising=int(facts["exercising"]),
            objectives=tuple(facts["objectives"]),
            exercises=tuple(facts["exercises"]),
            requires=tuple(facts.get("requires", ())),
        )
    except KeyError as error:
        raise MaterialError(f"{file}: the front matter has no key {error}.") from error
