"""The learner's progress and first answers to questions: one JSON file, safe with two processes."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from workshop.base.atomic import patiently, read_replaced, write_atomically
from workshop.base.errors import EnvironmentBroken
from workshop.base.locks import lock
from workshop.course.hints import Failure

_PATIENCE = 10.0
"""Seconds to wait for another process that writes the progress."""
_DAMAGED = "The progress file was damaged. It is kept as work/{kept}, and a new one was started."
_BUSY = "Another workshop program is using the progress file. Stop it, and try again."


@dataclass(frozen=True)
class State:
    """What is known of one exercise. `passed` is a date; `failures` is what went wrong last time.

    `changed`: it was put back, or a check did not pass; beside `passed` that was after the pass.
    `again`: it was put back after its pass, to be done again.
    """

    passed: str | None = None
    skipped: bool = False
    changed: bool = False
    again: bool = False
    solution_seen: bool = False
    failures: tuple[Failure, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do: it passed, or is skipped."""
        return (self.passed is not None and not self.again) or self.skipped

    @property
    def may_see_solution(self) -> bool:
        """Whether it can be shown without a question: it is earned, or was seen before."""
        return self.passed is not None or self.solution_seen

    @property
    def still_passes(self) -> bool:
        """Whether it has passed, and nothing is known that says otherwise."""
        return self.passed is not None and not self.changed


_Change = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Progress:
    """The file `work/.progress.json`. Entries it does not know are kept as they are."""

    folder: Path

    @property
    def file(self) -> Path:
        """Where the progress is kept."""
        return self.folder / ".progress.json"

    def read(self) -> dict[str, Any]:
        """The whole content; a damaged file is set aside, and a line on stderr says where."""
        content = self._load()
        if content is not None:
            return content
        with self._locked():
            return self._load_or_set_aside()

    def _load(self) -> dict[str, Any] | None:
        """The content, or None where the file is damaged."""
        try:
            content = json.loads(read_replaced(self.file))
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError):
            return None
        return content if _is_whole(content) else None

    def _load_or_set_aside(self) -> dict[str, Any]:
        """Under the lock: another process may have repaired it meanwhile."""
        content = self._load()
        if content is None:
            moment = datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S-%f")
            kept = self.file.with_name(f".progress.damaged-{moment}.json")
            patiently(lambda: self.file.replace(kept))
            print(_DAMAGED.format(kept=kept.name), file=sys.stderr)
        return content or {}

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with lock(self.folder / ".progress.lock", timeout=_PATIENCE) as ours:
            if not ours:
                raise EnvironmentBroken(_BUSY)
            yield

    def state(self, exercise: str) -> State:
        """The state of one exercise, by id."""
        return _state(self.read().get("exercises", {}).get(exercise, {}))

    def states(self) -> dict[str, State]:
        """The states of all exercises that were ever touched, by id."""
        return {id: _state(entry) for id, entry in self.read().get("exercises", {}).items()}

    def last_touched(self) -> str | None:
        """The id of the exercise that the learner was at."""
        at = self.read().get("at")
        return at if isinstance(at, str) else None

    def passed(self, exercise: str) -> None:
        """Note that the exercise passed now, if it has not before."""
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        done = {"failures": [], "changed": False, "again": False}
        self._change(exercise, lambda entry: {"passed": now, **_without_none(entry), **done})

    def failed(self, exercise: str, failures: Sequence[Failure]) -> None:
        """Note what went wrong now, for the hints that are asked for later."""
        entries = [asdict(failure) for failure in failures]
        self.note(exercise, failures=entries, skipped=False, changed=True)

    def put_back(self, exercise: str) -> None:
        """Note that the starter is back: what was said of the former version no longer holds."""
        change: dict[str, Any] = {"failures": [], "hints": [], "skipped": False}
        if self.state(exercise).passed:
            change |= {"changed": True, "again": True}
        self.note(exercise, **change)

    def go_to(self, exercise: str) -> None:
        """Note that the learner is at this exercise now."""
        with self.changing() as content:
            content["at"] = exercise

    def note(self, exercise: str, **facts: Any) -> None:
        """Set facts of one exercise, such as `solution_seen=True`."""
        self._change(exercise, lambda entry: {**entry, **facts})

    def _change(self, exercise: str, change: _Change) -> None:
        with self.changing() as content:
            exercises = content.setdefault("exercises", {})
            exercises[exercise] = change(exercises.get(exercise, {}))
            content["at"] = exercise

    def keep_first_answer(self, question: str, option: int, *, right: bool) -> None:
        """Keep the first answer to a question of a quiz; later ones change nothing.

        `option` is the answer's number in the file, whatever the order in which it was shown.
        """
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        with self.changing() as content:
            quizzes = content.setdefault("quizzes", {})
            quizzes.setdefault(question, {"option": option, "right": right, "when": now})

    def answered(self) -> frozenset[str]:
        """The questions that have a first answer."""
        entries = self.read().get("quizzes", {})
        return frozenset(entries) if isinstance(entries, dict) else frozenset()

    def first_answer(self, question: str) -> dict[str, Any] | None:
        """What was kept of the first answer to a question: option, right, when."""
        entry = self.read().get("quizzes", {}).get(question)
        return entry if isinstance(entry, dict) else None

    def merge(
        self, saved: Mapping[str, Any], *, known: Collection[str], restored: Collection[str]
    ) -> int:
        """Take over what was saved of `known` exercises; return how many of them have passed then.

        Of an exercise whose copy was `restored`, what was saved counts; of any other one, what is
        known here. A pass and a first answer are kept, from wherever they came first.
        """
        with self.changing() as content:
            exercises = content.setdefault("exercises", {})
            for id in [id for id in saved["exercises"] if id in known]:
                ours, theirs = exercises.get(id, {}), saved["exercises"][id]
                if id in restored or not ours:
                    exercises[id] = _with_pass_of(theirs, ours)
                else:
                    seen = {"solution_seen": True} if _state(theirs).solution_seen else {}
                    exercises[id] = {**_with_pass_of(ours, theirs), **seen}
            answers = content.setdefault("quizzes", {})
            for question, answer in saved["quizzes"].items():
                first = answers.setdefault(question, answer)
                if _moment(answer["when"]) < _moment(first.get("when")):
                    answers[question] = answer
            if saved["at"] in known:
                content["at"] = saved["at"]
            return sum(_state(exercises.get(id, {})).passed is not None for id in known)

    @contextmanager
    def changing(self) -> Iterator[dict[str, Any]]:
        """Under the lock: read the content, yield it to be changed, and write it."""
        with self._locked():
            content = self._load_or_set_aside()
            content.setdefault("version", 1)
            yield content
            write_atomically(self.file, json.dumps(content, indent=1, ensure_ascii=False))


def readable_progress(saved: Mapping[str, Any]) -> dict[str, Any]:
    """What a progress from elsewhere says, as far as it has the right form."""
    entries, answers = saved.get("exercises"), saved.get("quizzes")
    at, exercises, quizzes = saved.get("at"), dict[str, Any](), dict[str, Any]()
    for id, entry in entries.items() if isinstance(entries, dict) else ():
        if isinstance(entry, dict):
            facts = asdict(_state(entry))
            exercises[id] = {name: fact for name, fact in facts.items() if fact}
    for question, answer in answers.items() if isinstance(answers, dict) else ():
        if isinstance(answer, dict) and {**answer, **_answer(answer)} == answer:
            quizzes[question] = _answer(answer)
    return {
        "exercises": exercises,
        "quizzes": quizzes,
        "at": at if isinstance(at, str) and at in exercises else None,
    }


def _answer(entry: Mapping[str, Any]) -> dict[str, Any]:
    option, when = entry.get("option"), entry.get("when")
    return {
        "option": option if type(option) is int else -1,
        "right": entry.get("right") is True,
        "when": when if isinstance(when, str) else "",
    }


def _with_pass_of(entry: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The entry, with the earlier pass of the two; one of the other alone is not of this copy."""
    passes = [found for one in (entry, other) if (found := _state(dict(one)).passed)]
    if not passes:
        return dict(entry)
    stale = {} if _state(dict(entry)).passed else {"changed": True}
    return {**entry, "passed": min(passes, key=_moment), **stale}


def _moment(when: object) -> float:
    """When something was, in seconds; what can't be read was after everything else."""
    try:
        return datetime.fromisoformat(str(when)).timestamp()
    except (ValueError, OverflowError, OSError):
        return math.inf


def _is_whole(content: object) -> bool:
    if not isinstance(content, dict):
        return False
    entries = content.get("exercises", {})
    return isinstance(entries, dict) and all(isinstance(e, dict) for e in entries.values())


def _state(entry: dict[str, Any]) -> State:
    """What the entry says; a fact of another kind than expected counts as not said."""
    passed = entry.get("passed")
    return State(
        passed=passed if isinstance(passed, str) else None,
        skipped=entry.get("skipped") is True,
        changed=entry.get("changed") is True,
        again=entry.get("again") is True,
        solution_seen=entry.get("solution_seen") is True,
        failures=_failures(entry),
        hints=_texts(entry.get("hints")),
    )


def _failures(entry: dict[str, Any]) -> tuple[Failure, ...]:
    """What went wrong last time; once it was written as events with one message for all."""
    if "failures" not in entry:
        message = entry.get("message")
        said = message if isinstance(message, str) else ""
        return tuple(Failure(event, said) for event in _texts(entry.get("last")))
    entries = entry["failures"] if isinstance(entry["failures"], list) else []
    return tuple(
        Failure(one["event"], one["message"], one.get("panicked") is True)
        for one in entries
        if isinstance(one, dict)
        and isinstance(one.get("event"), str)
        and isinstance(one.get("message"), str)
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()


def _without_none(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value is not None}
