"""The episodes keep to their form, and their numbers to the measurements."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from changed_cells import wrong_changes
from documents import must_be_none
from workshop.course import quiz
from workshop.course.catalog import Catalog, Episode
from workshop.course.front_matter import read_front_matter, split_front_matter
from workshop.publish.changes import CHANGE_IT
from workshop.publish.directives import Page, render
from workshop.publish.fences import Fence, Location, Text, all_fences, blocks

ROOT = Path(__file__).resolve().parents[2]
CATALOG = Catalog(ROOT)
EPISODES = {episode.id: episode for episode in CATALOG.episodes}
KEYS = {"file_format", "kernelspec", "title", "id", "part", "teaching", "exercising", "requires"}
KEYS |= {"objectives", "exercises"}
OPTIONAL = {"elective", "empty_body", "replaces"}
START = ["Questions", "Objectives"]
END = ["Exercises", "Keypoints", "What is next", "See also"]

each_episode = pytest.mark.parametrize("episode", EPISODES.values(), ids=list(EPISODES))


def body(episode: Episode) -> str:
    return split_front_matter(episode.file.read_text(encoding="utf-8"))[1]


def parts(episode: Episode) -> list[Text | Fence]:
    """The page's text and fences, its front matter apart."""
    return [*blocks(tuple(body(episode).split("\n")), Location(episode.file, 1))]


def boxes(episode: Episode, name: str) -> list[Fence]:
    """The directives of this name."""
    found = (part for part in parts(episode) if isinstance(part, Fence))
    return [fence for fence in found if fence.name == name]


def prose(episode: Episode) -> str:
    """The page without its code; what stands between colons is read with the rest."""
    lines = body(episode).split("\n")
    for fence in all_fences(tuple(lines), Location(episode.file, 0)):
        if fence.marker[0] != ":":
            for number in range(fence.location.line, fence.location.line + len(fence.raw)):
                lines[number] = ""
    return "\n".join(lines)


def headings(episode: Episode) -> list[str]:
    return re.findall(r"(?m)^## (.+)$", prose(episode))


def section(episode: Episode, title: str) -> str:
    found = re.search(rf"(?ms)^## {re.escape(title)}\n(.*?)(?=^## |\Z)", body(episode))
    assert found, f"{episode.id} has no section {title}"
    return found[1]


@each_episode
def test_front_matter_is_complete(episode: Episode) -> None:
    text, _ = split_front_matter(episode.file.read_text(encoding="utf-8"))
    facts = read_front_matter(episode.file)
    assert KEYS <= set(facts) <= KEYS | OPTIONAL
    assert facts["file_format"] == "mystnb"
    assert "\nkernelspec: {name: workshop, display_name: Workshop}\n" in text
    assert episode.id == episode.file.stem
    assert 2 <= len(episode.objectives) <= 4
    assert set(episode.requires) <= set(EPISODES)


@each_episode
def test_minutes_are_those_of_the_exercises_in_the_room(episode: Episode) -> None:
    room = [CATALOG.exercises[id] for id in episode.exercises if not CATALOG.exercises[id].home]
    if room:  # without any, the questions are the exercise, or reading for those at home
        assert sum(exercise.minutes for exercise in room) == episode.exercising
    assert 20 <= episode.teaching + episode.exercising <= 60


@each_episode
def test_sections_come_in_order(episode: Episode) -> None:
    found = headings(episode)
    assert found[:2] == START
    assert found[-4:] == END
    assert found[2].startswith("Why")


@each_episode
def test_instructor_note_stands_before_the_first_section(episode: Episode) -> None:
    before = body(episode).split("\n## Why", 1)[0]
    assert ":class: dropdown instructor" in before


@each_episode
def test_keypoints_mirror_the_objectives(episode: Episode) -> None:
    points = re.findall(r"(?m)^- .+$", section(episode, "Keypoints"))
    assert len(points) == len(episode.objectives)


@each_episode
def test_each_exercise_has_its_box_and_its_solution(episode: Episode) -> None:
    for name in ("workshop-exercise", "workshop-solution"):
        assert tuple(box.argument for box in boxes(episode, name)) == episode.exercises


@each_episode
def test_solution_names_another_way_and_the_usual_wrong_one(episode: Episode) -> None:
    for box in boxes(episode, "workshop-solution"):
        shown = render(box.name, box.argument, box.text, Page(CATALOG, episode))
        assert shown.count("**Another correct way:**") == 1, box
        assert not re.search(r"```(?:rust|python|text)\n\s*```", shown), "an empty block"
        (another,) = (ROOT / "solutions" / CATALOG.exercises[box.argument].path).glob("another.*")
        assert re.search(r"(?m)^(?://! |# |<!-- )?Another way: ", another.read_text("utf-8")), (
            another
        )
        assert shown.count("**The usual wrong way:**") == 1, box


@each_episode
def test_no_line_holds_two_sentences(episode: Episode) -> None:
    lines = [line for line in prose(episode).splitlines() if not line.startswith(("|", ":", "%"))]
    found = [line for line in lines if re.search(r"[a-z)`*][.?!] [A-Z]", line)]
    assert found == []


@each_episode
def test_every_prediction_stands_before_its_cell(episode: Episode) -> None:
    before: list[Text | Fence] = []
    for part in parts(episode):
        if isinstance(part, Fence) and part.marker[0] == "`":
            if part.options.get("tags", "").startswith("[predict"):
                asked = any("**Predict:**" in "\n".join(p.lines) for p in before)
                asks = any(isinstance(p, Fence) and p.name == "workshop-quiz" for p in before)
                assert asked or asks, part
            before = []
        else:
            before.append(part)


@each_episode
def test_a_change_of_a_cell_is_one_that_a_test_can_apply(episode: Episode) -> None:
    cell = False
    for part in parts(episode):
        if isinstance(part, Fence):
            cell = part.name == "code-cell"  # below a command or a workflow no test applies it
        elif cell and (asked := [n for n, line in enumerate(part.lines) if CHANGE_IT in line]):
            assert any(line.startswith("% change:") for line in part.lines[asked[-1] :]), (
                part.location
            )


def sections(episode: Episode) -> dict[str, list[Text | Fence]]:
    """What stands below each heading of the second level."""
    found: dict[str, list[Text | Fence]] = {}
    title = ""
    for part in parts(episode):
        if isinstance(part, Fence):
            found.setdefault(title, []).append(part)
            continue
        for line in part.lines:
            title = line.removeprefix("## ") if line.startswith("## ") else title
            found.setdefault(title, []).append(Text(part.location, (line,)))
    return found


def shows_rust(part: Text | Fence) -> bool:
    return (
        isinstance(part, Fence)
        and part.name == "code-cell"
        and part.text.lstrip().startswith("%%rust")
    )


@each_episode
def test_a_section_that_shows_rust_ends_with_a_change(episode: Episode) -> None:
    """Each but the first; the reader edits the cell above and runs it again."""
    found = sections(episode)
    rust = [title for title, below in found.items() if any(map(shows_rust, below))]
    must_be_none([
        f"{episode.file}: the section {title!r} has no {CHANGE_IT}"
        for title in rust[1:]
        if not any(
            CHANGE_IT in line
            for part in found[title]
            if isinstance(part, Text)
            for line in part.lines
        )
    ])  # fmt: skip


WORDS_PER_MINUTE = 60
"""Of teaching: 20 minutes hold at most 1,200 words without code, notes and exercises."""


@each_episode
def test_a_page_can_be_read_in_its_minutes(episode: Episode) -> None:
    left_out = {"Exercises", "Keypoints", "See also"}
    text = "\n".join(
        line
        for title, found in sections(episode).items()
        if title not in left_out
        for part in found
        for line in (part.lines if isinstance(part, Text) else rule_lines(part))
    )
    words = len(re.findall(r"\b\w[\w'-]*", re.sub(r"(?m)^%.*$", "", text)))
    assert words <= WORDS_PER_MINUTE * episode.teaching, f"{words} words"


def rule_lines(fence: Fence) -> list[str]:
    """The lines of a box that is read with the text: instructor notes are not."""
    read = fence.name == "admonition" and "dropdown" not in fence.options.get("class", "")
    return fence.text.split("\n") if read else []


@each_episode
@pytest.mark.cargo
def test_a_changed_cell_does_what_the_page_says(episode: Episode, tmp_path: Path) -> None:
    must_be_none(wrong_changes(episode.file, tmp_path))


@each_episode
def test_every_question_stands_on_its_page_in_order(episode: Episode) -> None:
    file = ROOT / quiz.FOLDER / f"{episode.id}.toml"
    questions = quiz.read(file) if file.is_file() else ()
    shown = [box.argument for box in boxes(episode, "workshop-quiz")]
    assert shown == [question.id for question in questions]
    assert sum(question.room for question in questions) <= 2
    assert all(id.startswith(f"{episode.id}-") for id in shown)


@pytest.mark.parametrize("file", sorted((ROOT / "lessons" / "data").glob("*.json")), ids=str)
def test_measurement_says_what_it_was_made_with(file: Path) -> None:
    facts = json.loads(file.read_text(encoding="utf-8"))
    assert {"command", "date", "machine", "versions"} <= set(facts)


def test_each_figure_is_what_a_script_draws(tmp_path: Path) -> None:
    """A script draws one or more figures, from the measurement of its name if there is one."""
    import runpy

    import matplotlib as mpl

    folder = ROOT / "lessons" / "figures"
    for script in folder.glob("*.py"):
        data = ROOT / "lessons" / "data" / f"{script.stem}.json"
        facts = [json.loads(data.read_text(encoding="utf-8"))] if data.is_file() else []
        draw = runpy.run_path(str(script))["draw"]
        with mpl.rc_context(mpl.rcParamsDefault):  # whatever was drawn here before
            draw(*facts, tmp_path)
    drawn = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert drawn
    assert drawn == {file.name: file.read_bytes() for file in folder.glob("*.svg")}


def test_a_figure_has_the_colors_of_both_themes() -> None:
    figures = sorted((ROOT / "lessons" / "figures").glob("*.svg"))
    assert figures
    for figure in figures:
        _, style, drawing = re.split("</?style[^>]*>", figure.read_text(encoding="utf-8"))
        assert "@media (prefers-color-scheme: dark)" in style
        assert re.findall(r"#[0-9a-f]{3,6}\b(?!\w)", drawing, re.IGNORECASE) == [], figure


def test_lesson_code_gives_the_same_distances_each_way(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    import numpy as np

    monkeypatch.syspath_prepend(str(ROOT / "lessons" / "code" / "distances"))
    nearest = importlib.import_module("nearest")
    points, references = np.random.default_rng(3).random((2, 200, 2))
    by_tree = nearest.nearest_tree(points, references)
    by_python = nearest.nearest_distances(points.tolist(), references.tolist())
    np.testing.assert_allclose(by_python, by_tree)
    np.testing.assert_allclose(nearest.nearest_broadcast(points, references), by_tree)
    np.testing.assert_allclose(nearest.nearest_numpy(points, references, 1000), by_tree)
