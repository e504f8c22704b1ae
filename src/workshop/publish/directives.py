"""The boxes of an episode, as Markdown: what it takes, objectives, exercise, solution.

An episode writes a box as a directive of its own; the facts stay in the front matter and in
`exercise.toml`. The book (`sphinx_extension`) and the notebooks (`converter`) both call `render`,
so that a reader sees the same box in both.

    :::{workshop-overview}
    :::

    :::{workshop-objectives}
    :::

    :::{workshop-measured} distances
    python numpy_columns lists
    :::

    :::{workshop-crates}
    :::

    :::{workshop-trees}
    :::

    :::{workshop-bridges}
    :::

    :::{workshop-launch}
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
from typing import Any

from workshop.base.errors import MaterialError, UsageError
from workshop.bench.tables import measured_table
from workshop.bench.tree_report import trees_table
from workshop.course.catalog import Catalog, Episode, Exercise
from workshop.course.declarations import read_text, require_file
from workshop.course.markers import marked_parts, without_markers
from workshop.course.requirements import REQUIREMENTS
from workshop.publish.bridges_table import bridges_table
from workshop.publish.crates_table import crates_table
from workshop.publish.launch_links import launch_table

WRONG_WAY = "**The usual wrong way:**"
LANGUAGES = {".rs": "rust", ".py": "python", ".toml": "toml", ".md": "markdown"}


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
    episode, suffix = _episode(page), "ipynb" if page.in_notebook else "md"
    before = [other for other in page.catalog.episodes if other.id in episode.requires]
    needs = ", ".join(f"[{other.title}]({other.id}.{suffix})" for other in before)
    times = f"teaching {episode.teaching} minutes · exercises {episode.exercising} minutes"
    part = f"**Part {episode.part}**" + (" · elective" if episode.elective else "")
    return f"{part} · {times}" + (f"\n\nComes after: {needs}." if needs else "")


def _objectives(_argument: str, _body: str, page: Page) -> str:
    objectives = _episode(page).objectives
    return "\n".join(["After this episode you can", "", *(f"- {text}" for text in objectives)])


def _exercise(argument: str, body: str, page: Page) -> str:
    exercise = _find(argument, page)
    names = [f"`work/{exercise.path}/{name}`" for name in exercise.files]
    if page.in_notebook:
        names = [
            name if made in exercise.made_files else f"[{name}](../{exercise.path}/{made})"
            for name, made in zip(names, exercise.files, strict=True)
        ]
    facts = [
        f"- **File:** {', '.join(names)}",
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


_RESTART = "if your code crashes or never ends there, choose *Kernel*, then *Restart Kernel*"


def _commands(exercise: Exercise, page: Page) -> list[str]:
    """How to check and get a hint: in JupyterLab, or in a terminal that knows nothing of us."""
    id = exercise.id
    if not page.in_notebook:
        return [f"- **Check it:** `./workshop check {id}`", f"- **Stuck?** `./workshop hint {id}`"]
    lines = [
        f"- **Check it:** run the cell below, or `workshop check {id}` in a terminal",
        "- **Stuck?** Check it, and open *Another hint* below the result",
    ]
    if exercise.kind == "extension":  # what was built runs in the kernel itself
        lines.append(
            f'- **Use it:** `{exercise.module} = load("{id}")` in a cell, again after each change; '
            f"{_RESTART}"
        )
    if exercise.makes_c_library:
        lines.append(
            f'- **Use it:** `build_library("{id}")` in a cell returns the path of your library, '
            f"a new one after each change; {_RESTART}"
        )
    return lines


_HEAD = re.compile(
    r'\A(?:(?://!.*\n)+|"""(?s:.*?)"""\n'
    r"|# Another way.*\n(?:# .*\n)*|<!-- Another way(?s:.*?)-->\n)"
)
"""What a source file says of itself."""


def _solution(argument: str, body: str, page: Page) -> str:
    exercise = _find(argument, page)
    lines = [f"::::{{dropdown}} Solution: {exercise.title}", ""]
    for name, text in read_solution(page.root, exercise):
        if not text.strip():
            lines += [f"`{name}` is empty.", ""]
            continue
        language = LANGUAGES.get(Path(name).suffix, "text")
        lines += [f"`{name}`", "", *_fenced(text.rstrip("\n"), language), ""]
    reasons, mark, wrong = body.partition(WRONG_WAY)
    lines += [reasons.strip(), ""]
    for file in sorted((page.root / "solutions" / exercise.path).glob("another.*")):
        text = file.read_text(encoding="utf-8")
        head = found[0] if (found := _HEAD.match(text)) else ""
        words = re.sub(r'(?m)^(?://!|# )|"""|<!--|-->', "", head).split()
        reason = " ".join(words).removeprefix("Another way: ")
        shown = "\n\n".join(marked_parts(text)) or text.removeprefix(head).strip("\n")
        code = _fenced(shown, LANGUAGES[file.suffix])
        lines += [f"**Another correct way:** {reason}", "", *code, ""]
    return "\n".join([*lines, mark + wrong, "", "::::"])


def _fenced(text: str, language: str) -> list[str]:
    """A block of code; a Markdown file may have such blocks itself."""
    inner = max(map(len, re.findall("`{3,}", text)), default=2)
    fence = "`" * (inner + 1)
    return [fence + language, text, fence]


def _measured(argument: str, body: str, page: Page) -> str:
    return _table(argument, page, lambda facts: measured_table(facts, body.split()))


def _crates(_argument: str, _body: str, page: Page) -> str:
    return _table("crates", page, crates_table)


def _trees(_argument: str, _body: str, page: Page) -> str:
    return _table("trees", page, trees_table)


def _bridges(_argument: str, _body: str, page: Page) -> str:
    return _table("bridges", page, bridges_table)


def _launch(_argument: str, _body: str, page: Page) -> str:
    return launch_table(page.catalog)


def _table(name: str, page: Page, table: Callable[[dict[str, Any]], str]) -> str:
    """The table of a measurement in `lessons/data/`."""
    file = page.root / "lessons" / "data" / f"{name}.json"
    try:
        return table(json.loads(read_text(require_file(file, "measurement"))))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        problem = f"it is no measurement as `workshop bench` writes it: {error!r}"
        raise MaterialError(f"{file}:1: {problem}.") from error


def _episode(page: Page) -> Episode:
    if page.episode is None:
        raise UsageError("This box belongs on an episode's page.")
    return page.episode


def _find(id: str, page: Page) -> Exercise:
    return page.catalog.exercise(id)


BOXES: dict[str, Callable[[str, str, Page], str]] = {
    "workshop-overview": _overview,
    "workshop-objectives": _objectives,
    "workshop-measured": _measured,
    "workshop-crates": _crates,
    "workshop-trees": _trees,
    "workshop-bridges": _bridges,
    "workshop-launch": _launch,
    "workshop-exercise": _exercise,
    "workshop-solution": _solution,
}
"""The boxes by their directive's name; `workshop-` belongs to the kit."""
