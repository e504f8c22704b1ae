"""What is done, what is next and how long the rest takes: for pages and for the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from workshop.course.catalog import Episode, Exercise
from workshop.learner.progress import State
from workshop.learner.project import Project, first_to_do


@dataclass(frozen=True)
class ExerciseStatus:
    """One exercise, how far the learner is, and what this machine lacks for it."""

    exercise: Exercise
    state: State
    lacking: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether it has passed, now or earlier."""
        return self.state.passed is not None

    @property
    def counts(self) -> bool:
        """Whether it belongs to the course on this machine."""
        return self.passed or not self.lacking

    @property
    def is_left(self) -> bool:
        """Whether there is something to do."""
        return self.counts and not self.state.settled

    @property
    def word(self) -> str:
        """The state in words."""
        if self.passed and self.is_left:
            return "to do again"
        if self.passed:
            return "passed"
        if self.lacking:
            return f"needs {' and '.join(self.lacking)}"
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
class EpisodeStatus:
    """One episode with its exercises, those that come after it at home included.

    `read` matters where there is no exercise: a question of it has an answer, or the learner has
    worked on an exercise of a later episode.
    """

    episode: Episode
    exercises: tuple[ExerciseStatus, ...]
    read: bool = False

    @property
    def notebook(self) -> str:
        """The notebook, as JupyterLab knows it."""
        return f"lessons/{self.episode.file.stem}.ipynb"

    @property
    def done(self) -> bool:
        """Whether all exercises for the room have passed; an episode without any is read."""
        if not self.exercises:
            return self.read
        return all(one.passed and not one.is_left for one in self._in_the_room)

    @property
    def minutes_left(self) -> int:
        """Reading, and the exercises that are left; those for home do not count."""
        exercising = sum(one.exercise.minutes for one in self._in_the_room if one.is_left)
        questions = 0 if self.exercises or self.done else self.episode.exercising
        return exercising + questions + (0 if self.done else self.episode.teaching)

    @property
    def _in_the_room(self) -> list[ExerciseStatus]:
        return [one for one in self.exercises if one.counts and not one.exercise.home]


@dataclass(frozen=True)
class CourseStatus:
    """The whole course as the learner stands in it; `others` belong to no episode."""

    episodes: tuple[EpisodeStatus, ...]
    others: tuple[ExerciseStatus, ...]

    @property
    def next(self) -> ExerciseStatus | None:
        """The exercise to do now; None at the end."""
        left = {one.exercise.id: one for one in self.exercises if one.is_left}
        found = first_to_do(one.exercise for one in left.values())
        return left[found.id] if found else None

    @property
    def next_episode(self) -> EpisodeStatus | None:
        """The first episode with the exercise to do now, if it belongs to one."""
        return next((episode for episode in self.episodes if self.next in episode.exercises), None)

    @property
    def next_page(self) -> EpisodeStatus | None:
        """The episode to open: the one with the next exercise, or one before it to be read."""
        following = self.next_episode
        end = self.episodes.index(following) if following else len(self.episodes)
        unread = (one for one in self.episodes[:end] if not one.exercises and not one.read)
        return next(unread, following)

    @property
    def exercises(self) -> list[ExerciseStatus]:
        """All exercises in order, each once."""
        every = [one for episode in self.episodes for one in episode.exercises]
        return list({one.exercise.id: one for one in (*every, *self.others)}.values())

    @property
    def passed(self) -> int:
        """How many exercises have passed."""
        return sum(one.passed for one in self.exercises)

    @property
    def total(self) -> int:
        """How many exercises there are on this machine."""
        return sum(one.counts for one in self.exercises)

    @property
    def skipped_here(self) -> list[ExerciseStatus]:
        """The exercises that need something which this machine lacks."""
        return [one for one in self.exercises if not one.counts]

    @property
    def minutes_left(self) -> int:
        """Minutes to the end of the course, in a room."""
        return sum(episode.minutes_left for episode in self.episodes)


def read_status(project: Project) -> CourseStatus:
    """Put course, progress and machine together."""
    catalog, states = project.catalog, project.progress.states()
    every = {
        id: ExerciseStatus(exercise, states.get(id, State()), project.lacking(exercise))
        for id, exercise in catalog.exercises.items()
    }
    answered, last = project.progress.answered(), -1
    for place, episode in enumerate(catalog.episodes):
        questions = [one for one in answered if one.startswith(f"{episode.id}-")]
        if questions or any(id in states for id in catalog.exercises_of(episode)):
            last = place
    episodes = tuple(
        EpisodeStatus(
            episode, tuple(every[id] for id in catalog.exercises_of(episode)), read=place <= last
        )
        for place, episode in enumerate(catalog.episodes)
    )
    placed = {one.exercise.id for episode in episodes for one in episode.exercises}
    others = tuple(one for id, one in every.items() if id not in placed)
    return CourseStatus(episodes, others)
