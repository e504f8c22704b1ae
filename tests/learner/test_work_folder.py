"""The learner's copies: made, renewed, reset, and never lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from large import write_course
from shop import Shop
from workshop.base.errors import EnvironmentBroken
from workshop.course.catalog import Exercise
from workshop.learner.work_folder import Update
from workshop.rust.toolchain import build_environment, find_program
from workshop.rust.workspace import read_crate

STARTER = "// starter\n"
OWN = "// mine\n"


@pytest.fixture
def exercise(shop: Shop) -> Exercise:
    made = shop.rust("copied", STARTER, "")
    (made.folder / "src" / "more.rs").write_text("// more\n")
    shop.solve(made, "// solved\n")
    return made


def files(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def test_a_copy_holds_what_is_to_change_and_no_tests(shop: Shop, exercise: Exercise) -> None:
    copy = shop.work.ensure_copy(exercise)
    assert copy == shop.root / "work" / "probe" / "copied"
    assert files(copy) == {"Cargo.toml", "src/lib.rs", "src/more.rs"}
    assert [path.name for path in copy.parent.iterdir()] == ["copied"]


def test_a_copy_is_made_once(shop: Shop, exercise: Exercise) -> None:
    shop.write(exercise, OWN)
    assert (shop.work.ensure_copy(exercise) / "src" / "lib.rs").read_text() == OWN


def test_a_copy_of_write_protected_material_may_be_written(shop: Shop, exercise: Exercise) -> None:
    starter = exercise.folder / "src" / "lib.rs"
    starter.chmod(0o444)
    starter.parent.chmod(0o555)
    try:
        copy = shop.work.ensure_copy(exercise)
    finally:
        starter.parent.chmod(0o755)
    assert copy.joinpath("src", "lib.rs").stat().st_mode & 0o200
    assert copy.joinpath("src").stat().st_mode & 0o200


def test_copies_made_at_once_are_whole(shop: Shop, exercise: Exercise) -> None:
    threads = [threading.Thread(target=shop.work.ensure_copy, args=[exercise]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert files(shop.work.path(exercise)) == {"Cargo.toml", "src/lib.rs", "src/more.rs"}


def test_what_a_killed_program_left_half_made_is_no_copy(shop: Shop, exercise: Exercise) -> None:
    half = shop.work.folder / "probe" / ".copied.unfinished"
    (half / "src").mkdir(parents=True)
    (half / "src" / "old.rs").write_text("")
    assert "src/old.rs" not in files(shop.work.ensure_copy(exercise))
    assert not half.exists()


def test_reset_keeps_the_learners_version(shop: Shop, exercise: Exercise) -> None:
    shop.write(exercise, OWN)
    backup = shop.work.reset(exercise)
    assert backup is not None
    assert (backup / "src" / "lib.rs").read_text() == OWN
    assert (shop.work.path(exercise) / "src" / "lib.rs").read_text() == STARTER
    second = shop.work.reset(exercise)
    assert second != backup
    assert (backup / "src" / "lib.rs").read_text() == OWN


def test_reset_of_nothing_keeps_nothing(shop: Shop, exercise: Exercise) -> None:
    assert shop.work.reset(exercise) is None
    assert (shop.work.path(exercise) / "src" / "lib.rs").read_text() == STARTER


@pytest.mark.parametrize("what", ["a file", "a broken link"])
def test_reset_sets_aside_whatever_lies_there(shop: Shop, exercise: Exercise, what: str) -> None:
    copy = shop.work.path(exercise)
    copy.parent.mkdir(parents=True)
    if what == "a file":
        copy.write_text("mine")
    else:
        copy.symlink_to("nowhere")
    backup = shop.work.reset(exercise)
    assert backup is not None
    assert backup.is_symlink() or backup.read_text() == "mine"
    assert copy.is_dir()


def test_what_fails_leaves_all_as_it_was(shop: Shop, exercise: Exercise) -> None:
    shop.write(exercise, OWN)
    (shop.work.solution(exercise) / "src" / "lib.rs").unlink()
    with pytest.raises(FileNotFoundError):
        shop.work.catch_up(exercise)
    assert (shop.work.path(exercise) / "src" / "lib.rs").read_text() == OWN
    assert not (shop.work.folder / ".backups").exists()
    assert [path.name for path in shop.work.path(exercise).parent.iterdir()] == ["copied"]


def test_catch_up_puts_the_solution_in_place(shop: Shop, exercise: Exercise) -> None:
    shop.write(exercise, OWN)
    backup = shop.work.catch_up(exercise)
    assert backup is not None
    assert (backup / "src" / "lib.rs").read_text() == OWN
    copy = shop.work.path(exercise)
    assert (copy / "src" / "lib.rs").read_text() == "// solved\n"
    assert 'name = "probe-copied"' in (copy / "Cargo.toml").read_text()


MADE = "python/probe/made.py"


@pytest.fixture
def project(shop: Shop) -> Exercise:
    """A project whose learner makes a file, and which has a test of its own."""
    made = shop.project("package", "Ok(1)")
    declared = made.folder / "exercise.toml"
    files = f'files = ["src/lib.rs", "{MADE}"]'
    declared.write_text(declared.read_text().replace('files = ["src/lib.rs"]', files))
    (made.folder / "tests" / "test_it.py").rename(made.folder / "tests" / "test_package.py")
    (made.folder / "tests" / "test_own.py").write_text("# own\n")
    solution = shop.solve(made, "// solved\n")
    (solution / MADE).parent.mkdir(parents=True)
    (solution / MADE).write_text("# solved [marker]\n")
    return shop.catalog.exercise(made.id)


GIVEN = {
    "Cargo.toml",
    "pyproject.toml",
    "python/probe/__init__.py",
    "src/lib.rs",
    "tests/test_own.py",
}


def test_a_copy_of_a_project_has_its_own_tests_and_lacks_what_is_to_be_made(
    shop: Shop, project: Exercise
) -> None:
    assert project.made_files == (MADE,)
    copy = shop.work.ensure_copy(project)
    assert files(copy) == GIVEN
    assert shop.work.update(project) is None
    assert list(shop.work.solution_texts(project)) == ["src/lib.rs", MADE]


def test_a_reset_sets_aside_what_the_learner_made(shop: Shop, project: Exercise) -> None:
    copy = shop.work.ensure_copy(project)
    (copy / MADE).write_text("# mine\n")
    backup = shop.work.reset(project)
    assert backup is not None
    assert (backup / MADE).read_text() == "# mine\n"
    assert files(copy) == GIVEN
    assert shop.work.reset(project) is not None


def test_catch_up_makes_what_the_learner_should_have_made(shop: Shop, project: Exercise) -> None:
    copy = shop.work.ensure_copy(project)
    (copy / MADE).write_text("# mine\n")
    backup = shop.work.catch_up(project)
    assert backup is not None
    assert (backup / MADE).read_text() == "# mine\n"
    assert files(copy) == {*GIVEN, MADE}
    assert (copy / MADE).read_text().startswith("# solved")
    assert (copy / "tests" / "test_own.py").read_text() == "# own\n"
    assert shop.work.update(project) is None
    assert shop.work.reset(project) is not None
    assert files(copy) == GIVEN


def test_an_update_leaves_what_the_learner_made_alone(shop: Shop, project: Exercise) -> None:
    copy = shop.work.ensure_copy(project)
    (copy / MADE).write_text("# mine\n")
    (project.folder / "pyproject.toml").write_text("# version two\n")
    (project.folder / "tests" / "test_own.py").write_text("# version two\n")
    (project.folder / "tests" / "test_package.py").write_text("# another judge\n")
    expected = Update(project.id, ("pyproject.toml", "tests/test_own.py"), ())
    assert shop.work.update(project) == expected
    assert (copy / MADE).read_text() == "# mine\n"
    (project.folder / MADE).write_text("# given now\n")
    given = shop.catalog.exercise(project.id)
    assert shop.work.update(given) == Update(project.id, (), (MADE,))
    assert (copy / MADE).read_text() == "# mine\n"


def test_no_file_of_a_project_is_given_so_none_is_restored(shop: Shop, project: Exercise) -> None:
    """Where its files lie, and what its manifests say, is the task."""
    copy = shop.work.ensure_copy(project)
    (copy / MADE).write_text("# mine\n")
    (copy / "pyproject.toml").write_text("# mine\n")
    (copy / "tests" / "test_own.py").unlink()
    assert shop.work.restore_given(project) is None
    assert files(copy) == {*GIVEN, MADE} - {"tests/test_own.py"}
    assert (copy / "pyproject.toml").read_text() == "# mine\n"


def test_nothing_new_is_no_update(shop: Shop, exercise: Exercise) -> None:
    assert shop.work.update(exercise) is None  # no copy yet
    shop.write(exercise, OWN)
    assert shop.work.update(exercise) is None


@pytest.mark.parametrize("name", [".DS_Store", "src/Thumbs.db", "src/.lib.rs.swp", "lib.rs~"])
def test_what_a_system_leaves_is_no_new_version(shop: Shop, exercise: Exercise, name: str) -> None:
    shop.work.ensure_copy(exercise)
    (exercise.folder / name).write_bytes(b"x")
    assert shop.work.pending_update(exercise) is None
    shop.work.reset(exercise)
    assert not (shop.work.path(exercise) / name).exists()


def test_an_update_renews_what_is_untouched_and_keeps_the_rest(
    shop: Shop, exercise: Exercise
) -> None:
    shop.write(exercise, OWN)
    for name in ("lib.rs", "more.rs"):
        (exercise.folder / "src" / name).write_text("// version two\n")
    (exercise.folder / "src" / "new.rs").write_text("// new\n")
    expected = Update("probe-copied", ("src/more.rs", "src/new.rs"), ("src/lib.rs",))
    assert shop.work.pending_update(exercise) == expected
    assert (shop.work.path(exercise) / "src" / "more.rs").read_text() == "// more\n"
    assert shop.work.update(exercise) == expected
    copy = shop.work.path(exercise)
    assert (copy / "src" / "more.rs").read_text() == "// version two\n"
    assert (copy / "src" / "new.rs").read_text() == "// new\n"
    assert (copy / "src" / "lib.rs").read_text() == OWN
    assert shop.work.update(exercise) is None


def test_an_update_takes_away_what_is_gone_unless_it_was_touched(
    shop: Shop, exercise: Exercise
) -> None:
    (exercise.folder / "src" / "other.rs").write_text("// other\n")
    copy = shop.work.ensure_copy(exercise)
    (copy / "src" / "other.rs").write_text(OWN)
    for name in ("more.rs", "other.rs"):
        (exercise.folder / "src" / name).unlink()
    shop.work.update(exercise)
    assert files(copy) == {"Cargo.toml", "src/lib.rs", "src/other.rs"}


def test_an_exercise_that_is_gone_takes_nothing_away(shop: Shop, exercise: Exercise) -> None:
    copy = shop.work.ensure_copy(exercise)
    shutil.rmtree(exercise.folder)
    assert shop.work.update(exercise) is None
    assert (copy / "src" / "lib.rs").is_file()


@pytest.mark.parametrize("content", ["", "[]", '{"probe-copied": 1}', "\x00"])
def test_a_damaged_note_of_what_was_given_changes_nothing(
    shop: Shop, exercise: Exercise, content: str
) -> None:
    copy = shop.work.ensure_copy(exercise)
    (shop.work.folder / ".given.json").write_text(content)
    (exercise.folder / "src" / "lib.rs").write_text(STARTER + "// new\n")
    update = shop.work.update(exercise)
    assert update is not None
    assert update.kept == ("src/lib.rs",)
    assert (copy / "src" / "lib.rs").read_text() == STARTER


def test_a_learner_who_already_has_the_new_version_is_not_told(
    shop: Shop, exercise: Exercise
) -> None:
    shop.write(exercise, "// version two\n")
    (exercise.folder / "src" / "lib.rs").write_text("// version two\n")
    assert shop.work.update(exercise) is None


@pytest.mark.parametrize("given", ["{", "{}", None])
def test_without_a_note_of_what_was_given_everything_counts_as_touched(
    shop: Shop, exercise: Exercise, given: str | None
) -> None:
    copy = shop.work.ensure_copy(exercise)
    note = shop.work.folder / ".given.json"
    note.unlink() if given is None else note.write_text(given)
    (exercise.folder / "src" / "lib.rs").write_text("// version two\n")
    assert shop.work.update(exercise) == Update("probe-copied", (), ("src/lib.rs",))
    assert (copy / "src" / "lib.rs").read_text() == STARTER


def members(shop: Shop) -> list[str]:
    """What cargo itself reads from the learner's workspace."""
    words = ["metadata", "--no-deps", "--offline", "--format-version", "1"]
    done = subprocess.run(
        [find_program("cargo"), *words, "--manifest-path", "work/Cargo.toml"],
        cwd=shop.root,
        env=build_environment(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return sorted(package["name"] for package in json.loads(done.stdout)["packages"])


def test_the_workspace_names_the_copies_that_cargo_can_read(shop: Shop, exercise: Exercise) -> None:
    """So rust-analyzer, which asks cargo, works in `work/` whatever lies there."""
    shop.work.ensure_copy(exercise)
    for stage in ("nomanifest", "badmanifest", "nosource", "good"):
        shop.work.ensure_copy(shop.rust(stage, STARTER, ""))
    below = shop.work.folder / "probe"
    (below / "nomanifest" / "Cargo.toml").unlink()
    (below / "badmanifest" / "Cargo.toml").write_text("[package")
    (below / "nosource" / "src" / "lib.rs").unlink()
    for name in ("mine/half", "lessons/half", "probe/.ipynb_checkpoints", "probe/empty"):
        (shop.work.folder / name).mkdir(parents=True)
    (shop.work.folder / "mine" / "half" / "Cargo.toml").write_text("[package")
    broken = shop.work.write_workspace()
    assert broken == ("work/probe/badmanifest", "work/probe/nosource")
    assert members(shop) == ["probe-copied", "probe-good"]


def test_an_editor_knows_a_copy_as_soon_as_it_is_made(shop: Shop, exercise: Exercise) -> None:
    shop.work.ensure_copy(exercise)
    assert members(shop) == ["probe-copied"]


def test_the_workspace_is_written_only_when_it_changes(shop: Shop, exercise: Exercise) -> None:
    shop.work.ensure_copy(exercise)
    shop.work.write_workspace()
    file = shop.work.folder / "Cargo.toml"
    os.utime(file, (1, 1))
    shop.work.write_workspace()
    assert file.stat().st_mtime == 1


def test_the_lock_of_the_course_is_brought_when_it_or_a_manifest_changed(
    shop: Shop, exercise: Exercise
) -> None:
    copy = shop.work.ensure_copy(exercise)
    lock, course = (folder / "Cargo.lock" for folder in (shop.work.folder, shop.root))
    shop.work.write_workspace()
    assert lock.read_text() == course.read_text()
    lock.write_text("version = 4\n")  # as cargo leaves it when nothing is needed
    shop.work.write_workspace()
    assert lock.read_text() == "version = 4\n"
    for file in (course, copy / "Cargo.toml"):
        with file.open("a") as stream:
            stream.write("# another line\n")
        shop.work.write_workspace()
        assert lock.read_text() == course.read_text()
        lock.write_text("version = 4\n")


def test_what_a_learner_added_stays_in_the_lock(shop: Shop, exercise: Exercise) -> None:
    shop.work.ensure_copy(exercise)
    shop.work.write_workspace()
    lock = shop.work.folder / "Cargo.lock"
    added = '[[package]]\nname = "added"\nversion = "1.0.0"\nsource = "a registry"\n'
    own = '[[package]]\nname = "probe-copied"\nversion = "0.1.0"\n'
    lock.write_text(f"version = 4\n\n{added}\n{own}")
    shop.work.ensure_copy(shop.rust("second", STARTER, ""))
    shop.work.write_workspace()
    assert lock.read_text() == (shop.root / "Cargo.lock").read_text() + "\n" + added


def test_work_that_is_a_file_is_said(shop: Shop, exercise: Exercise) -> None:
    shop.work.target.unlink()
    for file in sorted(shop.work.folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    shop.work.folder.rmdir()
    shop.work.folder.write_text("")
    with pytest.raises(EnvironmentBroken, match="could not be created"):
        shop.work.ensure_copy(exercise)


def test_the_workspace_names_the_newest_copies_and_the_one_that_is_built(shop: Shop) -> None:
    write_course(shop, 80)
    copies = [shop.work.ensure_copy(shop.catalog.exercise(id)) for id in shop.catalog.order]
    for age, copy in enumerate(copies):
        os.utime(copy / "Cargo.toml", (age, age))
    shop.work.write_workspace(read_crate(copies[0]))
    text = (shop.work.folder / "Cargo.toml").read_text()
    assert text.count('"[.t]opic') == 60
    assert '"[.t]opic0/stage0"' in text
    assert '"[.t]opic0/stage1"' not in text
