"""Every exercise keeps its word: starter, hints, wrong answers, solution and another way."""

from __future__ import annotations

import difflib
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from answers import RIGHT, right_answers, right_changes
from components import find_component
from documents import must_be_none
from replica import (
    EXERCISES,
    ROOT,
    WRONG,
    Wrong,
    exercise,
    failed,
    place,
    told,
    venv,
    verdict_on,
    verdict_on_changed,
    verdict_on_solution,
    verdict_on_wrong,
    wrong_answers,
)
from workshop.bootstrap import find_rust
from workshop.check.build import build
from workshop.check.check import check
from workshop.course.catalog import Catalog, Exercise, Hint
from workshop.course.requirements import how_to_get, lacking
from workshop.rust.toolchain import build_environment

IDS = sorted(EXERCISES)
EXTENSIONS = [id for id in IDS if EXERCISES[id].kind == "extension"]
MOST_RIGHT, MOST_WRONG, MOST_WRONG_OF_A_PROJECT = 3, 12, 6
"""Answers to one exercise in a usual run; the others are for `./workshop test --all`.

To check a project takes seconds: it becomes a wheel in an environment of its own.
"""
SLOWEST = {"distances", "shipping"}
"""Topics whose builds take longest: only `--all` builds for every hint."""
MISCONCEPTIONS = ROOT / "lessons" / "misconceptions.toml"
MOST_LINES, MOST_LINES_OF_A_CLASS = 90, 114
MOST_WORDS = 40
"""Of a hint."""
RESTRUCTURING = {"moves", "distances-parallel", "aliasing", "threads"}


def most_wrong(id: str) -> int:
    return MOST_WRONG_OF_A_PROJECT if EXERCISES[id].kind == "project" else MOST_WRONG


def tiers(answers: list[Any], most: int) -> list[Any]:
    """The answers as parameters: what is beyond the most is marked as `more`."""
    marked = [pytest.param(answer, marks=pytest.mark.more) for answer in answers[most:]]
    return [*map(pytest.param, answers[:most]), *marked]


@pytest.fixture(autouse=True)
def requirements(request: pytest.FixtureRequest) -> None:
    """Skip what builds or runs an exercise that needs what this machine lacks."""
    if request.node.get_closest_marker("cargo") is None or not hasattr(request.node, "callspec"):
        return
    parameters = request.node.callspec.params
    id = parameters["wrong"].exercise if "wrong" in parameters else parameters.get("id")
    if id and (names := lacking(EXERCISES[id], build_environment()["PATH"])):
        pytest.skip(f"{id} needs {how_to_get(names)}")


def sources(asked: Exercise) -> list[Path]:
    """The Rust files of an exercise and its solution that learners read."""
    folders = [ROOT / "exercises" / asked.path / "src", ROOT / "solutions" / asked.path]
    return sorted(file for folder in folders for file in folder.rglob("*.rs"))


# What learners meet: the starter, the wrong answers, the solution.


@pytest.mark.cargo
@pytest.mark.quick
@pytest.mark.parametrize("id", IDS)
def test_starter_fails_exactly_as_it_declares(id: str) -> None:
    verdict, declared = verdict_on(id), EXERCISES[id]
    if declared.starter.code:
        assert verdict.outcome == "compile", told(verdict)
        assert {error.code for error in verdict.errors} == {declared.starter.code}
    else:
        assert verdict.outcome == "tests", told(verdict)
        assert failed(verdict) == set(declared.starter.tests)


@pytest.mark.cargo
@pytest.mark.parametrize(
    "wrong",
    [wrong for id in IDS for wrong in tiers(wrong_answers(id), most_wrong(id))],
    ids=lambda wrong: f"{wrong.exercise}-{wrong.name}",
)
def test_wrong_answer_gets_its_feedback(wrong: Wrong) -> None:
    verdict = verdict_on_wrong(wrong)
    text = told(verdict)
    if wrong.code:
        assert verdict.outcome == "compile", text
        assert verdict.errors[0].code == wrong.code, text
    elif wrong.outcome:
        assert verdict.outcome == wrong.outcome, text
    else:
        assert verdict.outcome == "tests", text
        assert failed(verdict) == set(wrong.tests)
    missing = [part for part in wrong.says if " ".join(part.split()) not in text]
    assert not missing, text
    if wrong.hint:
        assert verdict.hint is not None, text
        assert verdict.hint.text.startswith(wrong.hint)


@pytest.mark.cargo
@pytest.mark.quick
@pytest.mark.parametrize("id", IDS)
def test_solution_passes(id: str) -> None:
    verdict = verdict_on_solution(id)
    assert verdict.passed, told(verdict)
    assert verdict.warnings == 0


@pytest.mark.cargo
@pytest.mark.parametrize("id", IDS)
def test_another_way_passes_without_warnings(id: str) -> None:
    """Its page shows it."""
    verdict = verdict_on(id, right_answers(id)[0])
    assert verdict.passed, told(verdict)
    assert verdict.warnings == 0


@pytest.mark.cargo
@pytest.mark.parametrize(
    ("id", "answer"),
    [
        pytest.param(id, *tier.values, marks=tier.marks, id=f"{id}-{tier.values[0].stem}")
        for id in IDS
        for tier in tiers(right_answers(id)[1:], MOST_RIGHT - 1)
    ],
)
def test_right_answer_passes(id: str, answer: Path) -> None:
    verdict = verdict_on(id, answer)
    assert verdict.passed, told(verdict)


@pytest.mark.cargo
@pytest.mark.parametrize(
    ("id", "change"),
    [
        pytest.param(id, tier.values[0][1], marks=tier.marks, id=f"{id}-{tier.values[0][0]}")
        for id in IDS
        for tier in tiers(list(right_changes(id).items()), MOST_RIGHT)
    ],
)
def test_right_change_of_a_project_passes(id: str, change: dict[str, Any]) -> None:
    verdict = verdict_on_changed(id, **change)
    assert verdict.passed, told(verdict)


@pytest.mark.cargo
@pytest.mark.parametrize("id", EXTENSIONS)
def test_solution_passes_when_maturin_installs_it(id: str) -> None:
    asked = exercise(id)
    venv().develop(place().solution(asked), place().target)
    where = venv().run(
        venv().python, "-c", f"import {asked.module}; print({asked.module}.__file__)"
    )
    assert Path(where.strip()).is_relative_to(venv().folder)
    venv().run(venv().python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *asked.tests)


# What the hints and the answers promise.


@pytest.mark.cargo
@pytest.mark.parametrize(
    "id",
    [
        pytest.param(id, marks=[pytest.mark.more] if EXERCISES[id].topic in SLOWEST else [])
        for id in IDS
    ],
)
def test_every_fitting_hint_has_been_seen(id: str) -> None:
    """What says only what a test asks for is enough where that test fails, even beside others."""
    unseen = {hint.when for hint in EXERCISES[id].hints if hint.when}
    for answer in in_telling_order(id, unseen):
        verdict = verdict_on(id) if answer is None else verdict_on_wrong(answer)
        unseen -= {verdict.hint.when if verdict.hint else ()}
        unseen -= {(name,) for name in failed(verdict)}
        if not unseen:
            break
    assert not unseen, "no starter or wrong answer gets these hints"


def in_telling_order(id: str, unseen: set[tuple[str, ...]]) -> Iterator[Wrong | None]:
    """The starter and the wrong answers of a usual run, then the others, most hints first.

    What is declared of an answer only says when its turn comes, and all of them get one.
    """
    yield None
    wrong = wrong_answers(id)
    most = most_wrong(id)
    yield from wrong[:most]
    others = wrong[most:]
    while others:
        best = max(others, key=lambda answer: len(unseen & declared_cases(answer)))
        others.remove(best)
        yield best


def declared_cases(wrong: Wrong) -> set[tuple[str, ...]]:
    """The cases of which `wrong.toml` says that the answer is one."""
    hints = EXERCISES[wrong.exercise].hints
    said = {hint.when for hint in hints if wrong.hint and hint.text.startswith(wrong.hint)}
    return said | {(name,) for name in (*wrong.tests, wrong.code, wrong.outcome) if name}


@pytest.mark.parametrize("id", IDS)
def test_there_are_enough_hints(id: str) -> None:
    hints = EXERCISES[id].hints
    fitting = [hint.when for hint in hints if hint.when]
    assert len(hints) >= 4
    assert len([hint for hint in hints if not hint.when]) >= 2, "hints without `when`"
    assert len(fitting) == len(set(fitting))
    assert EXERCISES[id].minimum
    assert EXERCISES[id].stretch


@pytest.mark.parametrize("id", IDS)
def test_every_test_has_a_hint(id: str) -> None:
    """It says what the test asks for, whatever was written; others go into special cases."""
    asked = EXERCISES[id]
    judging = [file for file in asked.tests if not asked.is_copied(f"tests/{file.name}")]
    text = "".join(file.read_text(encoding="utf-8") for file in judging)
    names = set(re.findall(r"^ *(?:def|fn) (test_\w+)", text, re.MULTILINE))
    # What only names types fails at compile time.
    names -= set(re.findall(r"^fn (\w+)\(\) \{\n(?:    let _: .*;\n)+\}", text, re.MULTILINE))
    assert names
    assert sorted(names - {hint.when[0] for hint in asked.hints if len(hint.when) == 1}) == []


def hint_faults(hint: Hint) -> list[str]:
    """What keeps a hint from answering one case in few words."""
    words, cases = len(hint.text.split()), len(re.findall(r"\bIf you\b|\bif you\b", hint.text))
    faults = [f"it has {words} words, and {MOST_WORDS} are enough"] if words > MOST_WORDS else []
    return faults + ([f"it lists {cases} cases: give each its own `when`"] if cases > 1 else [])


def test_a_hint_answers_one_case_in_few_words() -> None:
    must_be_none([
        f"exercises/{exercise.path}/exercise.toml: {hint.text[:40]!r}…: {fault}"
        for exercise in EXERCISES.values()
        for hint in exercise.hints
        for fault in hint_faults(hint)
    ])  # fmt: skip


def test_what_is_wrong_with_a_hint_is_found() -> None:
    assert hint_faults(Hint("word " * 40)) == []
    assert hint_faults(Hint("word " * 41)) == ["it has 41 words, and 40 are enough"]
    [fault] = hint_faults(Hint("If you lent it, take `&` away. If you changed it, put it back."))
    assert fault == "it lists 2 cases: give each its own `when`"


@pytest.mark.parametrize("id", IDS)
def test_no_hint_pastes_the_answer(id: str) -> None:
    asked = EXERCISES[id]
    starter, solution = (
        (folder / asked.path / asked.files[0]).read_text(encoding="utf-8").splitlines()
        for folder in (ROOT / "exercises", ROOT / "solutions")
    )
    changes = difflib.ndiff(starter, solution)
    answer = {line[2:].strip() for line in changes if line.startswith("+ ")}
    answer = {line for line in answer if len(line) > 24 and not line.startswith(("//", "# "))}
    pasted = [line for line in answer for hint in asked.hints if line in hint.text]
    assert not pasted


@pytest.mark.parametrize("id", IDS)
def test_wrong_answers_are_declared_and_enough(id: str) -> None:
    declared = wrong_answers(id)
    known = tomllib.loads(MISCONCEPTIONS.read_text(encoding="utf-8"))
    assert len(declared) >= 3
    files = {file for file in (WRONG / id).iterdir() if file.name != "wrong.toml"}
    assert {wrong.file for wrong in declared if not (wrong.edits or wrong.remove)} == files
    assert {wrong.misconception for wrong in declared} - {None} <= set(known)
    kinds = [(wrong.code, wrong.tests, wrong.outcome) for wrong in declared]
    assert all(sum(map(bool, kind)) == 1 for kind in kinds), "one of code, tests, outcome"


@pytest.mark.parametrize("id", IDS)
def test_no_wrong_answer_is_there_twice(id: str) -> None:
    """Comments apart, unless they are docs."""
    found: dict[str, str] = {}
    for file in (wrong.file for wrong in wrong_answers(id) if wrong.file.is_file()):
        code = re.sub(r"//(?![/!]).*", "", file.read_text(encoding="utf-8"))
        twin = found.setdefault(" ".join(code.split()), file.name)
        assert twin == file.name, f"{file.name} is {twin} once more"


def test_right_answers_belong_to_exercises() -> None:
    assert {folder.name for folder in RIGHT.iterdir()} <= set(IDS)


def test_an_episode_asks_for_a_whole_function_once() -> None:
    """Its front matter names the exercise; in some episodes the task is to restructure code."""
    must_be_none([
        f"{episode.file}: `empty_body` names no exercise"
        for episode in Catalog(ROOT).episodes
        if episode.id not in RESTRUCTURING
        if any(EXERCISES[id].kind in {"rust", "extension"} for id in episode.exercises)
        if episode.empty_body is None
    ])  # fmt: skip


# How the crates are written.


@pytest.mark.parametrize("id", IDS)
def test_files_are_short(id: str) -> None:
    lengths = {
        str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines())
        for file in sources(EXERCISES[id])
    }
    of_a_class = {name for name in lengths if name.endswith("_class.rs")}
    if EXERCISES[id].files[0].endswith("_class.rs"):
        of_a_class.add(f"solutions/{EXERCISES[id].path}/another.rs")
    most = {name: MOST_LINES_OF_A_CLASS if name in of_a_class else MOST_LINES for name in lengths}
    assert {name: lines for name, lines in lengths.items() if lines > most[name]} == {}


@pytest.mark.parametrize("id", IDS)
def test_answers_that_cargo_does_not_see_are_formatted(id: str) -> None:
    """What rustfmt can't parse stays as it is: its slip may be what the answer is about."""
    rustfmt = [find_component("rustfmt"), "--edition", "2024", "--check"]
    answers = [*right_answers(id), *(wrong.file for wrong in wrong_answers(id))]
    answers = [file for file in answers if file.is_file()]
    texts = {file: file.read_bytes() for file in answers if file.suffix == ".rs"}
    # From the path of a file rustfmt would look for the modules that the file only names.
    parts = [file for file, text in texts.items() if re.search(rb"\bmod \w+;", text)]
    whole = [str(file) for file in texts if file not in parts]
    runs: list[tuple[list[str], bytes]] = [([], texts[file]) for file in parts]
    runs += [(whole, b"")] if whole else []
    for names, text in runs:
        done = subprocess.run([*rustfmt, *names], input=text, capture_output=True, check=False)
        assert not done.stdout, done.stdout.decode()


@pytest.mark.parametrize("id", IDS)
def test_solution_differs_only_in_what_the_learner_edits(id: str) -> None:
    asked = EXERCISES[id]
    starter, solution = ROOT / "exercises" / asked.path, ROOT / "solutions" / asked.path
    given = [file for file in sorted(starter.rglob("*")) if file.is_file()]
    given = [file for file in given if file.suffix != ".pyc"]
    names = {file.relative_to(starter).as_posix() for file in given}
    names = {name for name in names if asked.is_copied(name)}
    names -= {"Cargo.toml", "Cargo.lock", *asked.files}  # the lock follows the manifest
    differing = [n for n in names if (starter / n).read_bytes() != (solution / n).read_bytes()]
    assert not differing


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("top", ["exercises", "solutions"])
def test_manifest_follows_the_pattern(id: str, top: str) -> None:
    asked, ending = EXERCISES[id], "-solution" if top == "solutions" else ""
    file = ROOT / top / asked.path / "Cargo.toml"
    if asked.kind == "script" and not file.is_file():
        return
    manifest = tomllib.loads(file.read_text(encoding="utf-8"))
    if asked.kind == "project":
        assert "workspace" in manifest, "it stands alone, as it will at home"
        settings = tomllib.loads((file.parent / "pyproject.toml").read_text(encoding="utf-8"))
        assert manifest["package"]["name"] == settings["project"]["name"] == asked.module
        return
    assert manifest["package"]["name"] == f"{id}{ending}"
    assert manifest["package"]["autotests"] is False
    library = f"{asked.topic}_{asked.stage}".replace("-", "_")
    if asked.kind == "rust":
        assert manifest["lib"]["name"] == library
        [test] = manifest["test"]
        assert test["name"] == f"test_{library}"
        assert (file.parent / test["path"]).resolve() == asked.tests[0].resolve()
        return
    assert manifest["lib"]["name"] == library + ending.replace("-", "_")
    assert set(manifest["lib"]["crate-type"]) == {"cdylib", "rlib"}
    if asked.kind == "library" or not (asked.folder / "pyproject.toml").is_file():
        return
    settings = tomllib.loads((file.parent / "pyproject.toml").read_text(encoding="utf-8"))
    module = settings["tool"]["maturin"]["module-name"]
    assert settings["project"]["name"] == module.partition(".")[0]
    if asked.kind == "extension":
        assert module == asked.module


@pytest.mark.parametrize("id", EXTENSIONS)
def test_rust_tests_of_an_extension_never_touch_python(id: str) -> None:
    """They would not link: PyO3 leaves the interpreter's symbols to the interpreter."""
    tests = (ROOT / "exercises" / EXERCISES[id].path / "tests").glob("*.rs")
    texts = [file.read_text(encoding="utf-8") for file in tests]
    for file in sources(EXERCISES[id]):
        texts += re.findall(r"#\[cfg\(test\)\].*", file.read_text(encoding="utf-8"), re.DOTALL)
    assert not [text for text in texts if re.search(r"pyo3|Python|Py<|Bound<", text)]


# Crates and builders beside each other.


@pytest.mark.cargo
def test_no_builder_makes_another_compile_pyo3_again() -> None:
    """For cargo 1.85 the tests' venv is another Python; test_toolchain.py is about that one."""
    if find_rust.find_rust(ROOT, build_environment()).version < (1, 86):
        pytest.skip("only with a cargo that looks at its configuration, newer than 1.85")
    here, asked = place(), exercise("accounts-class")
    solution, said = here.solution(asked), [""]
    build(here, asked, solution)
    for _round in range(2):
        (solution / "src" / "lib.rs").touch()
        said.append(venv().develop(solution, here.target))
        build(here, asked, solution, notify=said.append)
        here.reset(asked)
        build(here, asked, notify=said.append)
    assert "Compiling accounts-class-solution" in said[1]
    assert not [line for text in said for line in text.splitlines() if "Compiling pyo3" in line]


@pytest.mark.cargo
def test_crates_with_one_module_name_do_not_overwrite_each_other() -> None:
    here, asked = place(), exercise("distances-lists")
    here.reset(asked)
    solution = here.solution(asked)
    first, second = build(here, asked), build(here, asked, solution)
    assert first.artifact != second.artifact
    outcomes = [check(here, asked, source).outcome for source in (None, solution, None, solution)]
    assert outcomes == ["tests", "passed", "tests", "passed"]


@pytest.mark.cargo
@pytest.mark.parametrize("id", ["ownership-move", "distances-lists"])
def test_broken_folder_stops_nothing_else(id: str) -> None:
    here, asked = place(), exercise(id)
    folders = {name: here.folder / "broken" / name for name in ("empty", "manifest", "sources")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    (folders["manifest"] / "Cargo.toml").write_text("[package\n", encoding="utf-8")
    (folders["sources"] / "Cargo.toml").write_text('[package]\nname = "x"\n', encoding="utf-8")
    try:
        here.reset(asked)
        shutil.copyfile(here.solution(asked) / asked.files[0], here.path(asked) / asked.files[0])
        assert check(here, asked).passed
    finally:
        shutil.rmtree(here.folder / "broken")
