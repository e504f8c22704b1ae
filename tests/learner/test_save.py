"""Work and progress in one file, and back: here, and on another machine."""

from __future__ import annotations

import json
import os
import threading
import zipfile
from pathlib import Path

import pytest

from shop import Shop, teach
from workshop.base.errors import EnvironmentBroken, UsageError
from workshop.course.catalog import Exercise
from workshop.learner import copies, saved_file
from workshop.learner.notebook_folder import NotebookFolder
from workshop.learner.project import Project
from workshop.learner.restore import restore, restored_text
from workshop.learner.save import save, saved_text

STARTER, MINE, THEIRS = "// starter\n", "// mine\n", "// theirs\n"


class Machine:
    """A clone with two exercises and a notebook, as a learner has it."""

    def __init__(self, folder: Path) -> None:
        self.shop = Shop(folder, folder.parent / f"{folder.name}-target")
        self.one, self.two = (self.shop.rust(stage, STARTER, "") for stage in ("one", "two"))
        teach(self.shop, moves="probe-one, probe-two")
        self.project = Project(folder)
        self.work = self.project.work.folder
        for exercise in (self.one, self.two):
            self.project.work.ensure_copy(exercise)
        notebooks = NotebookFolder(self.work)
        notebooks.write("moves.ipynb", notebook("print(1)"))
        notebooks.save()

    def source(self, exercise: Exercise) -> str:
        return (self.work / exercise.topic / exercise.stage / "src/lib.rs").read_text()

    def tree(self) -> dict[str, bytes]:
        """Every file that counts, below `work/`."""
        found = (file for file in self.work.rglob("*") if file.is_file())
        files = {file.relative_to(self.work).as_posix(): file for file in found}
        own = {name for name in files if not name.endswith(".lock") and "saved_" not in name}
        return {name: files[name].read_bytes() for name in sorted(own)}

    def put(self, name: str, text: str) -> Path:
        file = self.work / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file


def notebook(source: str, output: str = "") -> str:
    cell = {"cell_type": "code", "source": source, "outputs": [output] if output else []}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def names(file: Path) -> set[str]:
    with zipfile.ZipFile(file) as archive:
        return {name.removeprefix("work/") for name in archive.namelist() if "/" in name}


@pytest.fixture
def here(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "here")


@pytest.fixture
def there(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "there")


def test_what_is_as_given_is_not_saved(here: Machine) -> None:
    saved = save(here.project)
    assert names(saved.file) == set()
    assert (saved.count, saved.left_out) == (0, ())
    here.shop.write(here.one, MINE)
    assert names(save(here.project, here.work.parent / "s.zip").file) == {
        "probe/one/Cargo.toml",
        "probe/one/src/lib.rs",
    }


def test_everything_that_a_learner_writes_is_saved(here: Machine) -> None:
    here.shop.write(here.one, MINE)
    here.put("mine/idea/src/main.rs", "fn main() {}")
    here.put("mine/idea/Cargo.toml", "")
    here.put("mine/idea/.github/workflows/test.yml", "")
    here.put("notes.txt", "Größe")
    here.put("Untitled.ipynb", notebook("2"))
    here.put("lessons/moves.ipynb", notebook("print(1)", output="1"))
    here.put("probe/two/src/more.rs", "// more")
    copies.reset(here.project, here.one)
    saved = names(save(here.project).file)
    [backup] = {name for name in saved if name.startswith(".backups/") and "lib.rs" in name}
    assert saved > {
        backup,
        "mine/idea/.github/workflows/test.yml",
        "mine/idea/src/main.rs",
        "notes.txt",
        "Untitled.ipynb",
        "lessons/moves.ipynb",
        "probe/two/src/more.rs",
        "probe/two/src/lib.rs",
    }
    assert not {name for name in saved if name.startswith("probe/one")}


def test_what_is_made_again_is_not_saved(here: Machine) -> None:
    for name in (
        "mine/idea/Cargo.toml",
        "mine/idea/target/debug/huge.rlib",
        "mine/idea/__pycache__/a.pyc",
        "mine/idea/idea.abi3.so",
        "mine/env/pyvenv.cfg",
        "mine/env/lib/python3.13/site-packages/numpy.py",
        ".lab/secret.json",
        ".runs/1",
        "saved_2026-11-30_11-02-03.zip",
        "saved_2026-11-30_11-02-03 (1).zip",
        "lessons/.ipynb_checkpoints/moves-checkpoint.ipynb",
    ):
        here.put(name, "")
    here.put("mine/idea/src/target/mod.rs", "// a module of this name is the learner's")
    assert names(save(here.project).file) == {"mine/idea/Cargo.toml", "mine/idea/src/target/mod.rs"}


def test_what_can_not_be_saved_is_named(here: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_file, "LARGEST", 1000)
    monkeypatch.setattr(saved_file, "MOST", 1500)
    here.put("mine/large.csv", "1" * 1001)
    here.put("mine/a.csv", "1" * 800)
    here.put("mine/b.csv", "1" * 900)
    here.put("mine/idea/.git/HEAD", "ref")
    here.put("mine/what?.txt", "1")
    (here.work / "mine" / "link").symlink_to("/etc/passwd")
    os.mkfifo(here.work / "mine" / "pipe")
    saved = save(here.project)
    assert names(saved.file) == {"mine/a.csv"}
    assert set(saved.left_out) == {
        "work/mine/large.csv: it is larger than 0 MB",
        "work/mine/b.csv: the saved file is full",
        "work/mine/idea/.git: such folders of tools are not saved",
        "work/mine/what?.txt: not every system can have a file of this name",
        "work/mine/link: it is a link or another special file",
        "work/mine/pipe: it is a link or another special file",
    }
    assert "Left out: work/mine/link: it is a link" in saved_text(saved, "work/s.zip")


def test_a_name_that_is_taken_is_not_written_over(here: Machine, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("precious")
    with pytest.raises(UsageError, match=r"exists already\. Nothing was saved"):
        save(here.project, tmp_path / "taken")
    with pytest.raises(UsageError, match="There is no folder"):
        save(here.project, tmp_path / "no" / "s.zip")
    assert (tmp_path / "taken").read_text() == "precious"
    (tmp_path / "stick").mkdir()
    assert save(here.project, tmp_path / "stick").file.parent == tmp_path / "stick"


def test_another_machine_gets_it_all(here: Machine, there: Machine) -> None:
    here.shop.write(here.one, MINE)
    here.put("mine/idea/src/main.rs", "fn main() {}")
    here.put("lessons/moves.ipynb", notebook("print(2)", output="2"))
    here.project.progress.passed("probe-one")
    here.project.progress.note("probe-two", skipped=True, hints=["look"])
    here.project.progress.keep_first_answer("moves-1", 2, right=False)
    done = restore(there.project, save(here.project).file)
    assert (done.exercises, done.passed, dict(done.replaced)) == (("probe-one",), 1, {})
    assert set(done.files) == {"work/mine/idea/src/main.rs", "work/lessons/moves.ipynb"}
    assert there.source(there.one) == MINE
    assert there.tree()["lessons/moves.ipynb"] == here.tree()["lessons/moves.ipynb"]
    assert there.project.progress.states() == here.project.progress.states()
    first = there.project.progress.first_answer("moves-1")
    assert first == here.project.progress.first_answer("moves-1")
    assert there.project.progress.last_touched() == "probe-two"
    assert "robe/one" in (there.work / "Cargo.toml").read_text()
    assert not list(there.work.glob(".backups/*"))
    assert "Restored: your progress of 20" in restored_text(done)
    assert not list(there.work.glob(".restoring/*"))


def test_the_same_again_changes_nothing(here: Machine, there: Machine) -> None:
    here.shop.write(here.one, MINE)
    here.put("mine/a.py", "1")
    here.put("lessons/moves.ipynb", notebook("print(2)"))
    file = save(here.project).file
    restore(there.project, file)
    before = there.tree()
    done = restore(there.project, file)
    assert (done.exercises, done.files, done.unchanged) == ((), (), 4)
    assert there.tree() == before
    restore(here.project, file)
    assert not (here.work / ".backups").exists()


def test_what_is_there_is_kept_in_a_backup(here: Machine, there: Machine) -> None:
    here.shop.write(here.one, MINE)
    here.put("mine/a.py", "mine")
    here.put("lessons/moves.ipynb", notebook("mine"))
    there.shop.write(there.one, THEIRS)
    there.shop.write(there.two, THEIRS)
    there.put("mine/a.py", "theirs")
    there.put("mine/b.py", "theirs")
    there.put("lessons/moves.ipynb", notebook("theirs"))
    done = restore(there.project, save(here.project).file)
    assert there.source(there.one) == MINE
    assert there.source(there.two) == THEIRS
    assert (there.work / "mine/b.py").read_text() == "theirs"
    kept = {path: there.work.parent / folder for path, folder in done.replaced.items()}
    assert set(kept) == {"work/probe/one", "work/mine/a.py", "work/lessons/moves.ipynb"}
    assert (kept["work/probe/one"] / "src/lib.rs").read_text() == THEIRS
    assert kept["work/mine/a.py"].read_text() == "theirs"
    assert "theirs" in kept["work/lessons/moves.ipynb"].read_text()
    assert f"work/mine/a.py: your former version is in {done.replaced['work/mine/a.py']}." in (
        restored_text(done)
    )


def test_a_file_in_the_way_of_a_folder_is_kept(here: Machine, there: Machine) -> None:
    here.put("mine/idea/a.py", "1")
    here.put("notes", "2")
    there.put("mine/idea", "a file")
    there.put("notes/today.txt", "in a folder")
    done = restore(there.project, save(here.project).file)
    assert (there.work / "mine/idea/a.py").read_text() == "1"
    assert (there.work / "notes").read_text() == "2"
    kept = {path: there.work.parent / folder for path, folder in done.replaced.items()}
    assert kept["work/mine/idea"].read_text() == "a file"
    assert (kept["work/notes"] / "today.txt").read_text() == "in a folder"


def test_a_pass_is_never_lost(here: Machine, there: Machine) -> None:
    """Passed there, begun again here: after the restore it has passed, and was changed since."""
    here.shop.write(here.one, MINE)
    here.project.progress.failed("probe-one", [])
    there.project.progress.passed("probe-one")
    there.project.progress.passed("probe-two")
    restore(there.project, save(here.project).file)
    one = there.project.progress.state("probe-one")
    assert one.passed
    assert not one.still_passes
    assert there.project.progress.state("probe-two").still_passes


def test_what_is_known_here_of_an_exercise_without_a_saved_copy_stays(
    here: Machine, there: Machine
) -> None:
    here.project.progress.note("probe-two", skipped=True)
    there.shop.write(there.two, THEIRS)
    there.project.progress.note("probe-two", hints=["look"])
    restore(there.project, save(here.project).file)
    assert there.project.progress.state("probe-two").hints == ("look",)
    assert not there.project.progress.state("probe-two").skipped


def test_the_earlier_answer_stays_the_first(here: Machine, there: Machine) -> None:
    early, late = "2026-01-01T00:00:00+00:00", "2026-02-02T00:00:00+00:00"
    for machine, when in ((here, early), (there, late)):
        with machine.project.progress.changing() as content:
            content["quizzes"] = {"q": {"option": 1, "right": True, "when": when}}
    files = [save(machine.project, machine.work / "s.zip").file for machine in (here, there)]
    for machine, file in zip((there, here), files, strict=True):
        restore(machine.project, file)
        first = machine.project.progress.first_answer("q")
        assert first is not None
        assert first["when"] == early


def test_a_copy_of_older_material_is_renewed_later(here: Machine, there: Machine) -> None:
    """What was given when it was saved comes along, so that an update finds what is new."""
    here.shop.write(here.one, MINE)
    file = save(here.project).file
    manifest = there.one.folder / "Cargo.toml"
    manifest.write_text(f"{manifest.read_text()}\n# new\n")
    restore(there.project, file)
    pending = there.project.work.pending_update(there.one)
    assert pending is not None
    assert (pending.renewed, pending.kept) == (("Cargo.toml",), ())


def test_nothing_is_written_through_a_link(here: Machine, there: Machine, tmp_path: Path) -> None:
    here.put("mine/a.py", "evil")
    (tmp_path / "precious").mkdir()
    (there.work / "mine").symlink_to(tmp_path / "precious")
    before = there.tree()
    with pytest.raises(UsageError, match=r"work/mine/a\.py would be written through a link"):
        restore(there.project, save(here.project).file)
    assert not list((tmp_path / "precious").iterdir())
    assert there.tree() == before


def test_a_file_that_is_a_link_is_moved_away_and_not_followed(
    here: Machine, there: Machine, tmp_path: Path
) -> None:
    here.put("mine/a.py", "new")
    (tmp_path / "precious").write_text("precious")
    there.put("mine/b.py", "")
    (there.work / "mine" / "a.py").symlink_to(tmp_path / "precious")
    restore(there.project, save(here.project).file)
    assert (tmp_path / "precious").read_text() == "precious"
    assert (there.work / "mine" / "a.py").read_text() == "new"
    assert not (there.work / "mine" / "a.py").is_symlink()


@pytest.mark.parametrize(
    "progress",
    [
        {"exercises": "none", "quizzes": [], "at": 3},
        {"exercises": {"probe-one": []}, "quizzes": {"q": {"option": "x"}}, "at": "no-such"},
        {"exercises": {"probe-one": {"passed": ["x"], "hints": [1], "failures": "no"}}},
        {"quizzes": {"q": {"option": True, "right": 1, "when": None}}},
    ],
)
def test_a_progress_of_another_form_does_no_harm(
    here: Machine, there: Machine, progress: dict[str, object]
) -> None:
    file = here.work / "s.zip"
    saved_file.write(file, [], progress=progress, ledger={"probe-one": 5, "probe-two": {"a": 1}})
    before = there.project.work.ledger.read()
    assert restore(there.project, file).passed == 0
    assert there.project.progress.answered() == frozenset()
    assert there.project.work.ledger.read() == before
    there.project.progress.passed("probe-one")
    assert there.project.current() == there.two


def test_a_refused_file_changes_nothing(here: Machine, there: Machine) -> None:
    here.shop.write(here.one, MINE)
    file = save(here.project).file
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("../evil", "evil")
    before = there.tree()
    with pytest.raises(UsageError, match="Nothing was changed"):
        restore(there.project, file)
    assert there.tree() == before
    assert not (there.work / ".restoring").exists()


def test_a_restore_that_was_interrupted_is_finished_by_the_next(
    here: Machine, there: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for exercise in (here.one, here.two):
        here.shop.write(exercise, MINE)
        there.shop.write(exercise, THEIRS)
    here.put("mine/a.py", "mine")
    there.put("mine/a.py", "theirs")
    file = save(here.project).file

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("workshop.learner.restore._Restore._put_file", stop)
    with pytest.raises(KeyboardInterrupt):
        restore(there.project, file)
    monkeypatch.undo()
    restore(there.project, file)
    kept = [path.read_text() for path in there.work.glob(".backups/**/*") if path.is_file()]
    assert kept.count(THEIRS) == 2
    assert kept.count("theirs") == 1
    assert {there.source(one) for one in (there.one, there.two)} == {MINE}


def test_two_restores_do_not_mix(here: Machine, there: Machine) -> None:
    for number in range(200):
        here.put(f"mine/{number}.py", str(number))
    file = save(here.project).file
    ends = list[object]()

    def one() -> None:
        try:
            ends.append(restore(there.project, file))
        except UsageError as error:
            ends.append(error)

    threads = [threading.Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ends) == 3
    assert len(list((there.work / "mine").iterdir())) == 200
    assert not (there.work / ".backups").exists()


def test_a_file_that_is_not_there_says_what_was_meant(here: Machine) -> None:
    with pytest.raises(UsageError, match="`workshop reset probe-one` puts the starter"):
        restore(here.project, Path("probe-one"))
    with pytest.raises(UsageError, match="`workshop save` makes one"):
        restore(here.project, Path("no.zip"))
    saved = save(here.project).file
    with pytest.raises(
        UsageError, match=f"In `work/` there is one: `workshop restore {saved.name}`"
    ):
        restore(here.project, Path("no.zip"))
    moved = saved.rename(here.work / "lessons" / saved.name)
    with pytest.raises(UsageError, match=f"In `work/lessons/` there is one: .* {saved.name}`"):
        restore(here.project, Path("no.zip"))
    with pytest.raises(UsageError, match=r"work is a folder\. .* former version"):
        restore(here.project, here.work)
    assert moved.is_file()


@pytest.mark.parametrize("start", ["", "work/"])
@pytest.mark.parametrize("folder", ["work", "work/lessons"])
def test_a_saved_file_is_found_by_its_name(
    here: Machine, monkeypatch: pytest.MonkeyPatch, start: str, folder: str
) -> None:
    here.put("mine/notes.txt", MINE)
    name = save(here.project).file.rename(here.work.parent / folder / "mine.zip").name
    monkeypatch.chdir(here.work / "probe")
    named = f"{start}lessons/{name}" if start and folder != "work" else f"{start}{name}"
    assert restore(here.project, Path(named)).unchanged == 1


def test_a_saved_file_holds_no_saved_file(here: Machine) -> None:
    saved = save(here.project).file
    saved.rename(here.put("mine/of-yesterday", ""))
    here.put("mine/data.zip", "PK, but no archive of ours")
    assert names(save(here.project).file) == {"mine/data.zip"}


def test_what_is_missing_in_a_saved_copy_is_as_given(here: Machine, there: Machine) -> None:
    here.shop.write(here.one, MINE)
    (here.work / "probe/one/Cargo.toml").unlink()
    restore(there.project, save(here.project).file)
    assert there.source(there.one) == MINE
    assert (there.work / "probe/one/Cargo.toml").is_file()


def test_a_restore_that_stops_says_what_it_has_replaced(
    here: Machine, there: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for machine, text in ((here, MINE), (there, THEIRS)):
        machine.put("mine/a.txt", text)
        machine.put("mine/b.txt", text)
    file = save(here.project).file
    replace, done = Path.replace, list[Path]()

    def fail(path: Path, target: Path) -> Path:
        if ".restoring" in path.parts:
            done.append(path)
        if len(done) > 1:
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(EnvironmentBroken) as error:
        restore(there.project, file)
    said = str(error.value)
    assert said.startswith("The restore stopped before its end: No space left on device.")
    assert "work/mine/a.txt: your former version is in work/.backups/" in said
    monkeypatch.undo()
    restore(there.project, file)
    assert (there.work / "mine/b.txt").read_text() == MINE


def test_progress_of_exercises_that_are_not_known_is_left_out(here: Machine) -> None:
    passed = {"other": {"passed": "2026-01-01"}, "probe-one": {"passed": "2026"}}
    progress = {"exercises": passed, "at": "other"}
    file = here.work / "s.zip"
    saved_file.write(file, [], progress=progress, ledger={})
    assert restore(here.project, file).passed == 1
    assert set(here.project.progress.read()["exercises"]) == {"probe-one"}
    assert here.project.progress.read().get("at") is None


def test_the_earlier_of_two_passes_counts_wherever_it_was(here: Machine) -> None:
    later, earlier = "2026-11-30T05:00:00-10:00", "2026-11-30T13:02:16+00:00"
    for first, second in ((earlier, later), (later, earlier)):
        here.project.progress.file.unlink(missing_ok=True)
        for number, when in enumerate((first, second)):
            file = here.work / f"{number}.zip"
            entry = {"passed": when, "solution_seen": when == later}
            progress = {"exercises": {"probe-one": entry}}
            saved_file.write(file, [], progress=progress, ledger={})
            restore(here.project, file)
        state = here.project.progress.state("probe-one")
        assert (state.passed, state.solution_seen) == (earlier, True)
