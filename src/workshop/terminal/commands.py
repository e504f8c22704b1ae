"""What the learner's commands do, for the terminal: one function a command."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable

from workshop.base.errors import no_access
from workshop.base.notify import Notify
from workshop.course import hints
from workshop.course.catalog import Exercise
from workshop.course.markers import without_markers
from workshop.learner.progress import Progress, State, current, to_watch
from workshop.learner.project import Project
from workshop.terminal.screen import agrees, in_color


def check(project: Project, name: str | None, *, json: bool, picture: bool) -> int:
    """Check an exercise and print the verdict."""
    from workshop.check.check import check as check_exercise
    from workshop.report.json import as_json
    from workshop.report.sections import verdict_sections
    from workshop.report.text import as_text
    from workshop.terminal.copies import renew

    exercise = project.choose(name)
    if news := renew(project.work, exercise):
        _tell(news)
    verdict = check_exercise(project.work, exercise, note=None if json else _each_once(_tell))
    lost = record(project.progress, exercise, passed=verdict.passed, events=verdict.events)
    if lost:
        _tell(lost)
    sections = verdict_sections(verdict, project.root, picture=picture)
    if json:
        import json as json_module

        print(json_module.dumps(as_json(verdict, sections), indent=2))
        return int(not verdict.passed)
    print(as_text(sections, color=in_color()))
    print("\n" + what_now(project, exercise, passed=verdict.passed), flush=True)
    if verdict.passed:
        _polish(project, exercise)
    return int(not verdict.passed)


def _polish(project: Project, exercise: Exercise) -> None:
    """Print clippy's advice, if it comes soon; the verdict stands whatever happens here."""
    from workshop.report.sections import advice_sections
    from workshop.report.text import as_text
    from workshop.rust import clippy

    with contextlib.suppress(KeyboardInterrupt):
        copy, target = project.work.path(exercise), project.work.target
        if found := clippy.advice(copy, target, seconds=clippy.SECONDS):
            print(f"\n{as_text(advice_sections(found), color=in_color())}")


def record(
    progress: Progress, exercise: Exercise, *, passed: bool, events: tuple[str, ...]
) -> str | None:
    """Write the outcome of a check into the progress; where that fails, say so in words."""
    try:
        if passed:
            progress.passed(exercise.id)
        else:
            progress.note(exercise.id, last=list(events), skipped=False, changed=True)
    except OSError as error:
        return str(no_access("The progress could not be written", error))
    return None


def what_now(project: Project, exercise: Exercise, *, passed: bool) -> str:
    """The next step after a verdict, in a sentence or two."""
    if not passed:
        file = project.shown(project.work.path(exercise) / exercise.files[0])
        return f"Change {file}, save, check again. `{_for_hints(project, exercise)}` gives a hint."
    following = current(project.catalog, project.progress)
    stretch = stretched(exercise)
    if following is None:
        return f"{stretch}That was the last exercise."
    return f"{stretch}Next: {in_a_line(following)}"


def _for_hints(project: Project, exercise: Exercise) -> str:
    """The command that gives a hint for this exercise, with its name where it is another one."""
    meant = project.here or current(project.catalog, project.progress)
    return "workshop hint" if meant == exercise else f"workshop hint {exercise.id}"


def stretched(exercise: Exercise) -> str:
    """The line for those who want more, or nothing."""
    return f"Stretch: {exercise.stretch}\n" if exercise.stretch else ""


def in_a_line(exercise: Exercise) -> str:
    """Id, title and minutes."""
    title = exercise.title[0].lower() + exercise.title[1:]
    return f"{exercise.id}, {title} ({exercise.minutes} min)"


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


def hint(project: Project, name: str | None, *, say: Notify = print) -> int:
    """Say the next hint. The one that fits best was in the verdict; then come the others."""
    exercise = project.choose(name)
    state = project.progress.state(exercise.id)
    in_verdict = hints.fitting_hint(exercise, state.last)
    given = [*state.hints, *([in_verdict.text] if in_verdict else [])]
    found = hints.next_hint(exercise, state.last, given)
    if found is None:
        say(_all_hints(exercise, state))
        return 0
    say(f"{exercise.id}: {found.text}")
    project.progress.note(exercise.id, hints=[*state.hints, found.text])
    return 0


def _all_hints(exercise: Exercise, state: State) -> str:
    every = enumerate(hints.in_order(exercise, state.last), 1)
    return "\n".join(
        [
            f"{exercise.id}: these were all the hints.",
            *(f"  {number}. {hint.text}" for number, hint in every),
            f"`workshop solution {exercise.id}` shows a solution.",
        ]
    )


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


def update(project: Project, *, dry: bool, yes: bool) -> int:
    """Bring a new version of the material into copies, after a question, and into notebooks."""
    from workshop.terminal import copies

    status = copies.update(project, dry=dry, yes=yes)
    if status == 0 and not dry and (project.work.folder / "lessons").is_dir():
        _renew_notebooks(project)
    return status


def _renew_notebooks(project: Project) -> None:
    from workshop.publish import notebooks

    made = notebooks.make(project.root)
    if made.written:
        print(f"Notebooks renewed in work/lessons: {', '.join(made.written)}")
    for message in made.messages:
        print(message)


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


def _each_once(say: Notify) -> Callable[[str], None]:
    """Leave out a note that repeats the last one, as whatever waits does all the time."""
    last = ""

    def say_new(text: str) -> None:
        nonlocal last
        if text != last:
            last = text
            say(text)

    return say_new


def _tell(text: str) -> None:
    print(text, file=sys.stderr)
