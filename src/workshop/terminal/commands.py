"""What the learner's commands do, for the terminal: one function a command."""

from __future__ import annotations

from workshop.course.catalog import Exercise
from workshop.learner.progress import State
from workshop.learner.project import Project
from workshop.learner.status import ExerciseStatus, read_status
from workshop.terminal.screen import agrees, say


def list_exercises(project: Project) -> int:
    """Print every exercise with its state, by episode."""
    status = read_status(project)
    for chapter in status.episodes:
        episode = chapter.episode
        print(f"\n{episode.part}  {episode.title} ({episode.id})")
        for one in chapter.exercises:
            _print_row(one)
    if status.others:
        print("\nWithout an episode")
    for one in status.others:
        _print_row(one)
    return 0


def _print_row(one: ExerciseStatus) -> None:
    exercise, state = one.exercise, one.state
    mark = "✓" if one.passed else "·" if one.is_left else "-"
    more = "  at home" if exercise.home else ""
    if one.passed:
        more += "  (changed since it passed)" if state.changed else ""
    elif one.lacking:
        more += f"  (skipped here: {one.word})"
    elif state.skipped:
        more += "  (skipped)"
    print(f"   {mark} {exercise.id:<24} {exercise.minutes:>3} min  {exercise.title}{more}")


def hint(project: Project, name: str | None) -> int:
    """Print the next hint."""
    from workshop.check.session import give_hint

    give_hint(project, project.choose(name), say)
    return 0


def solution(project: Project, name: str | None, *, yes: bool) -> int:
    """Print the solution; before a pass, ask once."""
    exercise = project.choose(name)
    state = project.progress.state(exercise.id)
    if not (yes or state.may_see_solution or agrees(solution_question(exercise))):
        print(f"Not shown. `workshop solution {exercise.id} --yes` shows it without asking.")
        return 1
    for file, text in project.work.solution_texts(exercise).items():
        print(f"--- {project.shown(project.work.solution(exercise) / file)}")
        print(text)
    print(f"Close it, `workshop reset {exercise.id}`, and write it from memory.")
    project.progress.note(exercise.id, solution_seen=True)
    return 0


def solution_question(exercise: Exercise) -> str:
    """The question before a solution that was not earned yet."""
    return f"You have not passed {exercise.id} yet. Show the solution?"


def skip(project: Project, name: str | None) -> int:
    """Leave an exercise out; `check` with its name brings it back."""
    exercise = project.choose(name)
    if project.progress.state(exercise.id).passed:
        print(f"{exercise.id} has passed already: there is nothing to skip.")
        return where_now(project)
    project.progress.note(exercise.id, skipped=True)
    print(f"{exercise.id} is skipped. To come back to it: `workshop check {exercise.id}`.")
    return where_now(project)


def where_now(project: Project) -> int:
    """Where the learner was, what is next, how long it takes."""
    status, at = read_status(project), project.progress.last_touched()
    print(f"{status.passed} of {status.total} exercises have passed.")
    if skipped := status.skipped_here:
        named = ", ".join(f"{one.exercise.id} ({one.word})" for one in skipped)
        print(f"Skipped here: {named}. `workshop check ID` says how to get what is missing.")
    if status.next is None and status.next_page is not None:
        page = status.next_page.episode
        print(f"Next: read the episode “{page.title}” ({page.teaching} min).")
        print("`workshop lab` opens it.")
        return 0
    if status.next is None:
        print("There is nothing left to do. `workshop list` shows everything.")
        return 0
    following, states = status.next.exercise, {one.exercise.id: one for one in status.exercises}
    there = project.at_hand()
    goes_on = at == (there and there.id)
    if at in states and at != following.id:
        more = " Without an ID, `check` and `hint` go on there." if goes_on else ""
        print(f"You were working on {at}, which {_standing(states[at].state)}.{more}")
        if there and goes_on:
            print(f"      {_file(project, there)}")
    place = f", in the episode “{status.next_episode.episode.title}”" if status.next_episode else ""
    print(f"Next: {following.in_a_line}{place}.")
    print(f"      {_file(project, following)}")
    print("`workshop watch` checks at every save; `workshop lab` opens the episodes.")
    return 0


def _file(project: Project, exercise: Exercise) -> str:
    """The file to change, in a copy that is there from now on."""
    return project.shown(project.work.ensure_copy(exercise) / exercise.files[0])


def _standing(state: State) -> str:
    if state.passed:
        return "passed, but has changed since" if state.changed else "has passed"
    return "is skipped" if state.skipped else "has not passed"
