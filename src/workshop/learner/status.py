"""What is done, what is next and how long the rest takes, for the pages and the first start."""

from __future__ import annotations

from dataclasses import dataclass

from workshop.course.catalog import Catalog, Episode, Exercise
from workshop.learner.progress import Progress, State, current


@dataclass(frozen=True)
class Task:
    """One exercise and how far the learner is."""

    exercise: Exercise
    state: State

    @property
    def done(self) -> bool:
        """Whether it has passed."""
        return self.state.passed is not None

    @property
    def word(self) -> str:
        """The state in words."""
        if self.done:
            return "passed"
        if self.state.skipped:
            return "skipped"
        if self.state.solution_seen:
            return "solution seen"
        return "begun" if self.state.hints else "not yet"

    @property
    def file(self) -> str:
        """The file to edit, as JupyterLab knows it."""
        return f"{self.exercise.path}/{self.exercise.files[0]}"


@dataclass(frozen=True)
class Chapter:
    """One episode with its exercises."""

    episode: Episode
    tasks: tuple[Task, ...]

    @property
    def notebook(self) -> str:
        """The notebook, as JupyterLab knows it."""
        return f"lessons/{self.episode.file.stem}.ipynb"

    @property
    def done(self) -> bool:
        """Whether all exercises for the room have passed."""
        return all(task.done for task in self.tasks if not task.exercise.home)

    @property
    def minutes_left(self) -> int:
        """Reading, and the exercises that are left; those for home do not count."""
        left = [task for task in self.tasks if not (task.done or task.state.skipped)]
        exercising = sum(task.exercise.minutes for task in left if not task.exercise.home)
        return exercising + (0 if self.done else self.episode.teaching)


@dataclass(frozen=True)
class Overview:
    """The whole course as the learner stands in it; `next_task` is None at the end."""

    chapters: tuple[Chapter, ...]
    next_task: Task | None
    next_chapter: Chapter | None

    @property
    def tasks(self) -> list[Task]:
        """All exercises in order."""
        return [task for chapter in self.chapters for task in chapter.tasks]

    @property
    def passed(self) -> int:
        """How many exercises have passed."""
        return sum(task.done for task in self.tasks)

    @property
    def minutes_left(self) -> int:
        """Minutes to the end of the course, in a room."""
        return sum(chapter.minutes_left for chapter in self.chapters)


def in_a_line(exercise: Exercise) -> str:
    """Id, title and minutes of an exercise."""
    title = exercise.title[0].lower() + exercise.title[1:]
    return f"{exercise.id}, {title} ({exercise.minutes} min)"


def read_overview(catalog: Catalog, progress: Progress) -> Overview:
    """Put catalog and progress together."""
    states = progress.states()
    chapters = tuple(
        Chapter(
            episode,
            tuple(Task(catalog.exercises[id], states.get(id, State())) for id in episode.exercises),
        )
        for episode in catalog.episodes
    )
    return _with_next(chapters, current(catalog, progress))


def _with_next(chapters: tuple[Chapter, ...], exercise: Exercise | None) -> Overview:
    for chapter in chapters:
        for task in chapter.tasks:
            if exercise is not None and task.exercise.id == exercise.id:
                return Overview(chapters, task, chapter)
    return Overview(chapters, None, None)
