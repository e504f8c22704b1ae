"""The boxes of an episode, as Markdown: what it takes, objectives, exercise, solution.

An episode writes a box as a directive of its own; the facts stay in the front matter and in
`exercise.toml`. The book (`sphinx_extension`) and the notebooks (`converter`) both call `render`,
so that a reader sees the same box in both.

    :::{workshop-overview}
    :::

    :::{workshop-objectives}
    :::

    :::{workshop-measured} distances-lists
    :::

    :::{workshop-exercise} ownership-move
    What to do, in Markdown. Then come the file, the commands, the minimum and the stretch.
    :::

    :::{workshop-solution} ownership-move
    The usual wrong way. The code comes from `solutions/`, also that of another correct way.
    :::

A box that holds a directive has one colon more than what it holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workshop.base.errors import MaterialError
from workshop.bench.measure import measured_table
from workshop.course.catalog import Catalog, Episode, Exercise
from workshop.course.markers import marked_parts, without_markers
from workshop.course.requirements import REQUIREMENTS

WRONG_WAY = "**The usual wrong way:**"
LANGUAGES = {".rs": "rust", ".py": "python", ".toml": "toml"}


@dataclass(frozen=True)
class Page:
    """The page that a box stands on. `in_notebook` makes links that JupyterLab can open."""

    catalog: Catalog
    episode: Episode | None
    in_notebook: bool = False

    @property
    def root(self) -> Path:
        """The folder of the repository."""
        return self.catalog.root


def render(name: str, argument: str, body: str, page: Page) -> str:
    """One box as plain MyST, which the book and JupyterLab both understand."""
    return BOXES[name](argument, body, page)


def read_solution(root: Path, exercise: Exercise) -> list[tuple[str, str]]:
    """Path below the exercise's folder, and text, of each file that the learner edits."""
    folder = root / "solutions" / exercise.path
    missing = [name for name in exercise.files if not (folder / name).is_file()]
    if missing:
        raise MaterialError(f"{folder}: the solution has no {', '.join(missing)}.")
    texts = [(folder / name).read_text(encoding="utf-8") for name in exercise.files]
    return [(name, without_markers(text)) for name, text in zip(exercise.files, texts, strict=True)]


def _overview(_argument: str, _body: str, page: Page) -> str:
    episode = _episode(page)
    needs = [_link(page, other) for other in page.catalog.episodes if other.id in episode.requires]
    times = f"teaching {episode.teaching} minutes · exercises {episode.exercising} minutes"
    part = f"**Part {episode.part}**" + (" · elective" if episode.elective else "")
    lines = [f"{part} · {times}"]
    if needs:
        lines += ["", f"Comes after: {', '.join(needs)}."]
    return "\n".join(lines)


def _objectives(_argument: str, _body: str, page: Page) -> str:
    objectives = _episode(page).objectives
    return "\n".join(["After this episode you can", "", *(f"- {text}" for text in objectives)])


def _exercise(argument: str, body: str, page: Page) -> str:
    exercise = _find(argument, page)
    facts = [
        f"- **File:** {_file(exercise, page)}",
        *_commands(exercise, page),
        f"- **Enough to go on:** {exercise.minimum}",
        f"- **If you have time:** {exercise.stretch}",
    ]
    if exercise.requires:
        needs = ", ".join(f"{REQUIREMENTS[name].what}, `{name}`" for name in exercise.requires)
        facts.insert(1, f"- **Needs:** {needs}; `./workshop doctor` says how to get it")
    if exercise.continues:
        facts.insert(0, f"- **Starts from:** the finished `{exercise.continues}`")
    title = f"`{exercise.id}` · {exercise.minutes} minutes" + (" · at home" * exercise.home)
    lines = [f"### Exercise: {exercise.title}", "", f"::::{{admonition}} {title}"]
    lines += [":class: exercise", "", body, "", *facts, "", "::::"]
    return "\n".join(lines if page.in_notebook else [f"({exercise.id})=", "", *lines])


def _commands(exercise: Exercise, page: Page) -> list[str]:
    """How to check and get a hint: in JupyterLab, or in a terminal that knows nothing of us."""
    ways = {"Check it:": "check", "Stuck?": "hint"}
    if page.in_notebook:
        end = "or `workshop {} {}` in a terminal"
        here = {"check": "run the cell below", "hint": f"`%hint {exercise.id}` in a cell"}
        lines = [f"- **{q}** {here[c]}, {end.format(c, exercise.id)}" for q, c in ways.items()]
        return lines + _use(exercise)
    return [f"- **{q}** `./workshop {c} {exercise.id}`" for q, c in ways.items()]


def _use(exercise: Exercise) -> list[str]:
    """How a cell uses what was built, and what may happen: it runs in the kernel itself."""
    if exercise.module is None:
        return []
    call = f'`{exercise.module} = load("{exercise.id}")`'
    end = "if your code crashes or never ends there, choose *Kernel*, then *Restart Kernel*"
    return [f"- **Use it:** {call} in a cell, again after each change; {end}"]


def _solution(argument: str, body: str, page: Page) -> str:
    exercise = _find(argument, page)
    lines = [f"::::{{dropdown}} Solution: {exercise.title}", ""]
    for name, text in read_solution(page.root, exercise):
        language = LANGUAGES.get(Path(name).suffix, "text")
        lines += [f"`{name}`", "", f"```{language}", text.rstrip("\n"), "```", ""]
    reasons, mark, wrong = body.partition(WRONG_WAY)
    lines += [reasons.strip(), "", *_another(page.root, exercise), mark + wrong, "", "::::"]
    return "\n".join(lines)


def _another(root: Path, exercise: Exercise) -> list[str]:
    """The other correct way that `another.rs` or `another.py` beside the solution holds, if any."""
    lines: list[str] = []
    for file in sorted((root / "solutions" / exercise.path).glob("another.*")):
        text = file.read_text(encoding="utf-8")
        words = re.findall(r"(?m)^//! ?(.*)$", text) or re.findall(r'(?s)\A"""(.*?)"""', text)
        reason = " ".join(" ".join(words).split()).removeprefix("Another way: ")
        code = ["```" + LANGUAGES[file.suffix], "\n\n".join(marked_parts(text)), "```"]
        lines += [f"**Another correct way:** {reason}", "", *code, ""]
    return lines


def _measured(argument: str, _body: str, page: Page) -> str:
    file = page.root / "lessons" / "data" / f"{argument}.json"
    if not file.is_file():
        raise MaterialError(f"{file}: there is no such measurement.")
    return measured_table(json.loads(file.read_text(encoding="utf-8")))


def _episode(page: Page) -> Episode:
    if page.episode is None:
        raise MaterialError("This box stands on an episode's page only.")
    return page.episode


def _find(id: str, page: Page) -> Exercise:
    if id not in page.catalog.exercises:
        raise MaterialError(f"There is no exercise {id!r}.")
    return page.catalog.exercises[id]


def _file(exercise: Exercise, page: Page) -> str:
    names = [f"`work/{exercise.path}/{name}`" for name in exercise.files]
    if page.in_notebook:
        links = [f"../{exercise.path}/{name}" for name in exercise.files]
        names = [f"[{name}]({link})" for name, link in zip(names, links, strict=True)]
    return ", ".join(names)


def _link(page: Page, episode: Episode) -> str:
    suffix = "ipynb" if page.in_notebook else "md"
    return f"[{episode.title}]({episode.id}.{suffix})"


BOXES: dict[str, Callable[[str, str, Page], str]] = {
    "workshop-overview": _overview,
    "workshop-objectives": _objectives,
    "workshop-measured": _measured,
    "workshop-exercise": _exercise,
    "workshop-solution": _solution,
}
"""The boxes by their directive's name; `workshop-` belongs to the kit."""
