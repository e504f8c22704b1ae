"""The learner's progress: one JSON file, replaced in one step, safe with two processes."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from workshop.catalog import Catalog, Exercise
from workshop.files import write_atomically


@dataclass(frozen=True)
class State:
    """What is known of one exercise. `passed` is a date; `last` is what went wrong last time."""

    passed: str | None = None
    skipped: bool = False
    solution_seen: bool = False
    last: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Progress:
    """The file `work/.progress.json`. Entries it does not know are kept as they are."""

    folder: Path

    @property
    def file(self) -> Path:
        """Where the progress is kept."""
        return self.folder / ".progress.json"

    def read(self) -> dict[str, Any]:
        """The whole content; a damaged file is set aside, and a note says where."""
        try:
            content = json.loads(self.file.read_text(encoding="utf-8"))
            whole = isinstance(content, dict) and isinstance(content.get("exercises", {}), dict)
        except FileNotFoundError:
            return {}
        except ValueError:
            whole = False
        return content if whole else {"note": self._set_aside()}

    def _set_aside(self) -> str:
        moment = datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S-%f")
        kept = self.file.with_name(f".progress.damaged-{moment}.json")
        with contextlib.suppress(FileNotFoundError):  # another process was faster
            self.file.replace(kept)
        return f"The progress file was damaged. It was set aside as {kept.name}; a new one begins."

    def state(self, exercise: str) -> State:
        """The state of one exercise, by id."""
        return _state(self.read().get("exercises", {}).get(exercise, {}))

    def states(self) -> dict[str, State]:
        """The states of all exercises that were ever touched, by id."""
        return {id: _state(entry) for id, entry in self.read().get("exercises", {}).items()}

    def passed(self, exercise: str) -> None:
        """Note that the exercise passed now, if it has not before."""
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        self._change(exercise, lambda entry: {"passed": now, **_without_none(entry)})

    def note(self, exercise: str, **facts: Any) -> None:
        """Set facts of one exercise, such as `solution_seen=True`."""
        self._change(exercise, lambda entry: {**entry, **facts})

    def _change(self, exercise: str, change: Any) -> None:
        with self.changing() as content:
            exercises = content.setdefault("exercises", {})
            exercises[exercise] = change(exercises.get(exercise, {}))

    @contextmanager
    def changing(self) -> Iterator[dict[str, Any]]:
        """Hold the lock, hand out the content, and write what it has become."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with _locked(self.folder / ".progress.lock"):
            content = self.read()
            content.pop("note", None)
            content["version"] = 1
            yield content
            write_atomically(self.file, json.dumps(content, indent=1, ensure_ascii=False))


def current(catalog: Catalog, progress: Progress) -> Exercise | None:
    """The first exercise of the course's order that has neither passed nor been skipped."""
    states = progress.states()
    for id in catalog.order:
        state = states.get(id, State())
        if state.passed is None and not state.skipped:
            return catalog.exercise(id)
    return None


def _state(entry: dict[str, Any]) -> State:
    known: dict[str, Any] = {key: entry[key] for key in State.__dataclass_fields__ if key in entry}
    for key in ("last", "hints"):
        known[key] = tuple(known.get(key, ()))
    return State(**known)


def _without_none(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value is not None}


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    with file.open("a") as handle:
        if os.name == "posix":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        else:
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined, unused-ignore]
        yield
