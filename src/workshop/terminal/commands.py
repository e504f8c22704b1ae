"""What the learner's commands do, for the terminal: one function a command."""

from __future__ import annotations

from workshop.course.catalog import Exercise
from workshop.course.markers import without_markers
from workshop.learner.progress import State, current, to_watch
from workshop.learner.project import Project
from workshop.learner.status import in_a_line
from workshop.terminal.screen import agrees


def list_exercises(project: Project) -> int:
    """Print every exercise with its state, by episode."""
    states, seen = project.progress.states(), set[str]()
    for episode in project.catalog.episodes:
        print(f"\n{episode.part}  {episode.title} ({episode.id})")
        for id in episode.exercises:
            seen.add(id)
            _print_row(project.catalog.exercises[id], states.get(id, State()))
    rest = [id for id in project.catalog.order if id not in seen]
    if rest:
        print("\nWithout an episode")
    for id in rest:
        _print_row(project.catalog.exercises[id], states.get(id, State()))
    return 0


def _print_row(exercise: Exercise, state: State) -> None:
    mark = "✓" if state.passed else "-" if state.skipped else "·"
    more = "  at home" if exercise.home else ""
    more += "  (changed since it passed)" if state.passed and state.changed else ""
    more += "  (skipped)" if state.skipped and not state.passed else ""
    print(f"   {mark} {exercise.id:<24} {exercise.minutes:>3} min  {exercise.title}{more}")


def hint(project: Project, name: str | None) -> int:
    """Print the next hint."""
    from workshop.check.session import give_hint

    give_hint(project, project.choose(name), print)
    return 0


def solution(project: Project, name: str | None, *, yes: bool) -> int:
    """Print the solution; before a pass, ask once."""
    exercise = project.choose(name)
    state = project.progress.state(exercise.id)
    if not (yes or state.passed or state.solution_seen or agrees(ask_to_show(exercise))):
        print(f"Not shown. `workshop solution {exercise.id} --yes` shows it without asking.")
        return 1
    folder = project.work.solution(exercise)
    for file in exercise.files:
        path = folder / file
        print(f"--- {project.shown(path)}")
        print(without_markers(path.read_text(encoding="utf-8")))
    print(f"Close it, `workshop reset {exercise.id}`, and write it from memory: so it stays.")
    project.progress.note(exercise.id, solution_seen=True)
    return 0


def ask_to_show(exercise: Exercise) -> str:
    """The question before a solution that was not earned yet."""
    return f"You have not passed {exercise.id} yet. Show the solution?"


def skip(project: Project, name: str | None) -> int:
    """Leave an exercise out; `check` with its name brings it back."""
    exercise = project.choose(name)
    if project.progress.state(exercise.id).passed:
        print(f"{exercise.id} has passed already: there is nothing to skip.")
        return where_now(project)
    project.progress.note(exercise.id, skipped=True)
    print(f"{exercise.id} is skipped. To take it up again: `workshop check {exercise.id}`.")
    return where_now(project)


def where_now(project: Project) -> int:
    """Where the learner was, what is next, how long it takes."""
    states, order = project.progress.states(), project.catalog.order
    passed = sum(1 for id in order if id in states and states[id].passed)
    print(f"{passed} of {len(order)} exercises have passed.")
    following, at = current(project.catalog, project.progress), project.progress.last_touched()
    if following is None:
        print("There is nothing left to do. `workshop list` shows everything.")
        return 0
    if at in order and at != following.id:
        print(f"You were at {at}, which {_standing(states.get(at, State()))}.")
    episode = project.catalog.episode_of(following)
    place = f", in the episode “{episode.title}”" if episode else ""
    print(f"Next: {in_a_line(following)}{place}.")
    print(f"      {project.shown(project.work.ensure_copy(following) / following.files[0])}")
    begins = _begins(project, following)
    print(f"`workshop watch` checks at every save{begins}; `workshop lab` opens the episodes.")
    return 0


def _begins(project: Project, following: Exercise) -> str:
    """With which exercise a watch begins, if that is not the one that follows."""
    if project.progress.last_touched() in {None, following.id}:
        return ""
    there = to_watch(project.catalog, project.progress)
    return f", beginning with {there.id}" if there and there.id != following.id else ""


def _standing(state: State) -> str:
    if state.passed:
        return "had passed, and was changed since" if state.changed else "has passed"
    return "is skipped" if state.skipped else "has not passed"
