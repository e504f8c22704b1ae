"""The parts of Binder's rehearsal that a machine without its needs can try, and how it ends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import rehearse
from documents import ROOT, tracked_files
from rehearsal import container, needs
from rehearsal.container import Container
from rehearsal.limits import Group, limited
from rehearsal.recipe import read_recipe
from rehearsal.table import Table
from workshop.base.errors import EnvironmentBroken

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only on Linux")
can_mount = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0 or not needs._can_mount(),
    reason="only where namespaces may be made and mounted in",
)


def copy_repository(folder: Path) -> Path:
    for file in tracked_files():
        target = folder / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, target)
    return folder


def test_the_recipe_is_what_repo2docker_prints(tmp_path: Path) -> None:
    recipe = read_recipe(copy_repository(tmp_path / "clone"))
    assert recipe.base == "buildpack-deps:24.04"
    assert set(recipe.packages) >= {*(ROOT / "binder" / "apt.txt").read_text().split(), "locales"}
    values = recipe.environment
    assert values["HOME"] == values["REPO_DIR"] == "/home/jovyan"
    assert recipe.entrypoint == f"{values['HOME']}/binder/start"
    own, conda = f"{values['HOME']}/.local/bin", f"{values['NB_PYTHON_PREFIX']}/bin"
    folders = values["PATH"].split(":")
    assert folders.index(own) < folders.index(conda) < folders.index("/usr/bin")
    assert recipe.versions["python"].startswith("3.13.")
    assert set(recipe.versions) == {"python", "jupyterlab", "notebook", "nodejs"}


def test_a_repository_without_a_post_build_is_no_recipe(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("")
    with pytest.raises(EnvironmentBroken, match="repo2docker does not accept"):
        read_recipe(tmp_path)


def test_what_a_machine_lacks_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(needs, "_path", lambda: str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    usage = shutil.disk_usage(tmp_path)._replace(free=1_200_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    lacks = needs.lacking(tmp_path)
    assert any("apt-get install debootstrap" in lack for lack in lacks)
    assert any("start it as root" in lack for lack in lacks)
    assert any("Chromium" in lack for lack in lacks)
    assert lacks[-1] == f"room: 8 GB are needed in {tmp_path}, and 1.2 GB are free"


def test_where_something_is_lacking_nothing_is_rehearsed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(needs, "lacking", lambda _: ["Linux"])
    monkeypatch.setattr(sys, "argv", ["rehearse"])
    assert rehearse.main() == EnvironmentBroken.exit_status
    assert capsys.readouterr().err.splitlines() == [
        "binder/rehearse: Nothing was rehearsed. This machine lacks:",
        "  Linux",
    ]


@pytest.mark.parametrize("is_v1", [True, False])
def test_used_memory_does_not_count_cached_files(tmp_path: Path, *, is_v1: bool) -> None:
    text = "cache 500\nfile 600\ntotal_rss 70\ntotal_shmem 3\nanon 20\nshmem 1\n"
    (tmp_path / "memory.stat").write_text(text)
    (tmp_path / "memory.oom_control").write_text("under_oom 0\noom_kill 2\n")
    (tmp_path / "memory.events").write_text("high 0\noom_kill 1\n")
    group = Group((tmp_path,), is_v1)
    assert (group.used(), group.killed()) == ((73, 2) if is_v1 else (21, 1))
    assert group.peak() == group.used()


def test_the_table_shows_steps_sizes_and_faults() -> None:
    table = Table()
    assert "What went wrong" not in table.text()
    table.add("binder/postBuild", 80.04, 397_000_000)
    table.add("the whole visit", None, 500_000_000)
    table.size("Rust", 590)
    table.fault("online: no terminal")
    assert table.text().splitlines() == [
        "step               seconds  peak MB",
        "binder/postBuild      80.0      397",
        "the whole visit                 500",
        "",
        "part of the image       MB",
        "Rust                   590",
        "",
        "What went wrong:",
        "- online: no terminal",
    ]


def test_a_run_removes_its_folder_and_that_of_a_killed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearse, "FOLDER", tmp_path)
    gone, lives = tmp_path / "run-999999999", tmp_path / "run-1"
    for folder in (gone, lives):
        folder.mkdir()
    with rehearse._folder() as folder:
        (folder / "image").mkdir()
        assert folder.is_dir()
    assert list(tmp_path.iterdir()) == [lives]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root that holds bash and what it needs to run."""
    made = tmp_path / "root"
    for name in ("bash", "env", "sleep", "cat", "ls"):
        program = shutil.which(name)
        assert program
        said = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
        libraries = [word for word in said.split() if word.startswith("/")]
        for file in (program, *libraries):
            target = made / file.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
    for name in ("proc", "sys", "dev", "etc", "tmp"):
        (made / name).mkdir(exist_ok=True)
    return made


PATH = {"PATH": "/usr/bin:/bin"}


@can_mount
def test_a_container_writes_into_its_own_layer_and_reaches_no_network(
    root: Path, tmp_path: Path
) -> None:
    place = Container([root], tmp_path / "layer", PATH, user="0:0")
    script = "echo written >/etc/new; cat /etc/new; ls /sys/class/net /proc | cat; echo $$"
    done = place.run(["bash", "-c", script], network=False, seconds=60)
    assert done.returncode == 0
    lines = done.stdout.split()
    assert (lines[0], lines[-1]) == ("written", "1")  # it is the first process there
    assert (tmp_path / "layer/etc/new").read_text() == "written\n"
    assert not (root / "etc/new").exists()
    assert str(tmp_path) not in Path("/proc/self/mounts").read_text()


@can_mount
def test_nothing_is_left_of_a_container_that_is_stopped(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "_ENDS_WITHIN", 1.0)
    place = Container([root], tmp_path / "layer", PATH, user="0:0")
    words = ["bash", "-c", "trap '' TERM; sleep 600 & sleep 600"]
    with place.started(words, network=False) as running:
        assert running.enter(["cat", "/proc/1/comm"]).stdout == "bash\n"
        inside = running.inside
    assert not Path(f"/proc/{inside}").exists()
    assert running.process.returncode is not None
    assert str(tmp_path) not in Path("/proc/self/mounts").read_text()


TWO_GROUPS = """\
import sys, time
sys.path[:0] = [{tools!r}, {source!r}]
from rehearsal.limits import limited
with limited("workshop-test", 50_000_000) as group:
    print(*group.folders, flush=True)
    time.sleep(600)
"""


@can_mount
def test_the_limits_hold_and_go_away(tmp_path: Path) -> None:
    try:
        with limited("workshop-test", 50_000_000) as group:
            from rehearsal.limits import entering

            code = "x = bytearray(200_000_000)"
            command = [*entering(group), sys.executable, "-c", code]
            assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
            assert group.killed() == 1
            folders = group.folders
    except EnvironmentBroken as error:
        pytest.skip(str(error))
    assert not any(folder.exists() for folder in folders)
    assert tmp_path


@can_mount
def test_limits_go_away_when_a_run_is_interrupted() -> None:
    code = TWO_GROUPS.format(tools=str(ROOT / "tools"), source=str(ROOT / "src"))
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    folders = [Path(word) for word in process.stdout.readline().split()]
    if not folders:
        pytest.skip("no control group can be made here")
    assert all(folder.is_dir() for folder in folders)
    process.send_signal(signal.SIGINT)
    with process:
        process.wait(60)
    assert not any(folder.exists() for folder in folders)
