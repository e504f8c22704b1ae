"""What `%check`, `%hint`, `%solution`, `%reset`, `%save`, `load` and `build_library` do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from types import ModuleType

from workshop.base import ansi
from workshop.base.errors import UsageError
from workshop.base.markup import code_spans, style_sheet
from workshop.base.notify import Notify
from workshop.check import session
from workshop.check.session import NextStep
from workshop.course.catalog import Exercise
from workshop.course.explanations import ShortExplanation
from workshop.course.sections import plain, slug
from workshop.learner import copies
from workshop.learner import save as saving
from workshop.learner.project import Project
from workshop.notebook import load_extension
from workshop.notebook.cell_report import CellReport
from workshop.notebook.loading import NotBuiltError, build_and_import, build_copy
from workshop.notebook.status_line import StatusLine
from workshop.notebook.wording import in_a_notebook
from workshop.report import markdown
from workshop.report.html import as_html
from workshop.report.sections import advice_sections, verdict_sections
from workshop.report.text import as_text
from workshop.rust import clippy


@dataclass(frozen=True)
class Shown:
    """Something that a notebook shows: text for a terminal, HTML for a page."""

    text: str
    html: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        texts = {"text/plain": self.text, "text/html": self.html}
        return {kind: in_a_notebook(text) for kind, text in texts.items()}


def page(inner: str) -> str:
    """HTML with the style sheet that it needs."""
    return f"<style>{style_sheet()}</style>\n{inner}"


@dataclass
class ExerciseCells:
    """The commands of a notebook; `show` and `notify` are the output."""

    project: Project
    folder: Path
    show: Callable[[object], None]
    notify: Notify
    _asked: set[str] = field(default_factory=set)
    _loaded: set[str] = field(default_factory=set)

    def check(self, name: str) -> None:
        """Check an exercise and show the verdict, with the hints folded below."""
        exercise = self.project.choose(name or None)
        begun = session.begin(self.project, exercise)
        if begun.renewed:
            self.notify(begun.renewed.text)
        with StatusLine() as status:
            verdict = begun.check(status)
        outcome = begun.record(verdict)
        if outcome.unrecorded:
            self.notify(outcome.unrecorded)
        folded = tuple(hint.text for hint in outcome.further_hints)
        below = self._next_step(exercise, outcome.next_step)
        sections = verdict_sections(
            verdict, self.project.root, further_hints=folded, page_link=self._page_link
        )
        html, text = as_html(sections), as_text(sections, color=True)
        links = self._links(exercise)
        end = f'<div class="ws-cell ws-next"><p>{links}</p><p>{_prose(below)}</p></div>'
        self.show(Shown(f"{ansi.dark(text)}\n\n{below}", page(html + end)))
        if verdict.passed and (found := begun.advice(seconds=clippy.SECONDS)):
            sections = advice_sections(found)
            self.show(Shown(as_text(sections, color=False), page(as_html(sections))))

    def _next_step(self, exercise: Exercise, step: NextStep) -> str:
        if step.file is None:
            return step.what_follows
        # The hints lie folded in the verdict: no command is needed for them.
        more = "" if step.hint_left else f" {_solution_of(exercise)}"
        return f"Change {self.project.shown(step.file)}, save, and run this cell again.{more}"

    def hint(self, name: str) -> None:
        """Say the next hint."""
        exercise = self.project.choose(name or None)
        session.give_hint(self.project, exercise, self.tell, _solution_of(exercise))

    def solution(self, name: str) -> None:
        """Show the solution; before a pass, only when asked twice."""
        exercise = self.project.choose(name or None)
        state = self.project.progress.state(exercise.id)
        if not (state.may_see_solution or exercise.id in self._asked):
            self._asked.add(exercise.id)
            self.tell(f"{exercise.id} has not passed yet. Run this again to see the solution.")
            return
        self.project.progress.note(exercise.id, solution_seen=True)
        texts = self.project.work.solution_texts(exercise)
        blocks = [_file(name, text) for name, text in texts.items()]
        plain = "\n".join(f"--- {name}\n{text}" for name, text in texts.items())
        self.show(Shown(plain, page(f'<div class="ws-cell">{"".join(blocks)}</div>')))

    def reset(self, name: str) -> None:
        """Put the starter back, or `--given` files alone; say where the learner's version went."""
        words = name.split()
        given = "--given" in words
        id = " ".join(word for word in words if word != "--given")
        if not id:
            raise UsageError("%reset takes the exercise's id, such as `%reset ownership-move`.")
        put_back = copies.restore_given if given else copies.reset
        done = put_back(self.project, self.project.choose(id))
        self.tell(copies.reset_text(done))

    def save(self, name: str) -> None:
        """Save work and progress in one file, with a link to download it."""
        if name:
            raise UsageError("%save takes no name: the file lies in work/, with the time.")
        saved = saving.save(self.project)
        shown = self.project.shown(saved.file)
        text = saving.saved_text(saved, shown)
        link = Path(os.path.relpath(saved.file, self.folder)).as_posix()
        anchor = f'<a href="{escape(link)}" download="{escape(saved.file.name)}">Download it</a>'
        below = "`workshop restore FILE` brings everything back, here or on another machine."
        html = f'<div class="ws-cell"><p>{_prose(text)}</p><p>{anchor}. {_prose(below)}</p></div>'
        self.show(Shown(f"{text}\n{below}", page(html)))

    def load(self, name: str, *, solution: bool = False, release: bool = False) -> ModuleType:
        """Build an extension exercise and import it again; the module is returned.

        With `solution` it is the finished one, with `release` a release build.
        """
        with self._errors_shown(), StatusLine() as notify:
            module = build_and_import(
                self.project, name, solution=solution, release=release, notify=notify
            )
        self._warn_of_old_objects(module)
        return module

    def build_library(self, name: str, *, solution: bool = False, release: bool = False) -> str:
        """Build the C library of an exercise; the path of a copy is returned."""
        with self._errors_shown(), StatusLine() as notify:
            return build_copy(self.project, name, solution=solution, release=release, notify=notify)

    @contextmanager
    def _errors_shown(self) -> Iterator[None]:
        try:
            yield
        except NotBuiltError as error:
            self.show(CellReport(error.errors[:1], ""))
            raise

    def tell(self, text: str) -> None:
        """Show words of ours, whose `code` and *terms* a page can set."""
        self.show(Shown(text, page(f'<div class="ws-cell"><p>{_prose(text)}</p></div>')))

    def _warn_of_old_objects(self, module: ModuleType) -> None:
        """A second load gives new classes; that matters only where there are classes."""
        name = module.__name__
        if name in self._loaded and load_extension.has_classes(module):
            self.notify(load_extension.OLD_OBJECTS.format(name))
        self._loaded.add(name)

    def _page_link(self, short: ShortExplanation) -> str | None:
        """The section that explains an error, as JupyterLab finds it from this notebook."""
        file = self.project.work.folder / "lessons" / f"{short.page}.ipynb"
        if not file.is_file():
            return None
        anchor = f"#{slug(plain(short.section))}" if short.section else ""
        return Path(os.path.relpath(file, self.folder)).as_posix() + anchor

    def _links(self, exercise: Exercise) -> str:
        """Links that JupyterLab opens beside the notebook."""
        copy = self.project.work.path(exercise)
        there = [name for name in exercise.files if (copy / name).is_file()]
        paths = {name: os.path.relpath(copy / name, self.folder) for name in there}
        return "Open " + ", ".join(
            f'<a href="{escape(Path(path).as_posix())}">{escape(name)}</a>'
            for name, path in paths.items()
        )


def _solution_of(exercise: Exercise) -> str:
    return f"`%solution {exercise.id}` shows a solution."


def _file(name: str, text: str) -> str:
    language = {".rs": "rust", ".py": "python", ".toml": "toml"}.get(Path(name).suffix, "text")
    return f"<p><strong>{escape(name)}</strong></p>{markdown.code(text, language)}"


def _prose(text: str) -> str:
    return "<br>".join(code_spans(line) for line in text.splitlines())
