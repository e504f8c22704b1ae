"""Setup: its steps one by one, and a whole one in a fresh clone with an awkward name."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from clones import make_clone
from holders import cpu_seconds
from workshop.base.errors import EnvironmentBroken
from workshop.base.notify import ignore
from workshop.bootstrap import setup, steps
from workshop.bootstrap.environment import Installation, own_environment
from workshop.doctor import programs

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
FILES = ("workshop", "Cargo.toml", "Cargo.lock", "requirements.txt", "requirements-dev.txt")
FOLDERS = ("src", "book", "lessons", "exercises", "solutions")
ALL = ["rust", "venv", "uv", "requirements.txt", "links", "cargo"]
NO_NETWORK = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}


def copy_clone(folder: Path) -> Installation:
    """What `git clone` would give, as far as `workshop list` needs it."""
    return Installation(make_clone(folder, *FILES, *FOLDERS).resolve())


def launch(root: Path, *arguments: str) -> int:
    """What the clone's launcher does in this process, and the exit status."""
    status: int = runpy.run_path(str(root / "workshop"))["run"]([*arguments])
    return status


@pytest.fixture
def ready(tmp_path: Path) -> setup.Setup:
    """A setup whose notes say that everything was done, and files that agree with them."""
    installation = Installation(tmp_path.resolve())
    for name in ("requirements.txt", "requirements-dev.txt", ".cargo/config.toml"):
        (installation.root / name).parent.mkdir(exist_ok=True)
        (installation.root / name).write_text(name, encoding="utf-8")
    for file in (
        installation.python,
        installation.program("uv"),
        installation.bin / "rustc",
        installation.root / "base",
    ):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o755)
    made = setup.Setup(installation, {"PATH": str(installation.bin)}, ["check"])
    made.notes["base"] = str(installation.root / "base")
    every = steps.Steps(installation, made.environment, made.notes).all(rust=True, authors=True)
    for step in every:
        made.note(step)
    return made


def test_a_fresh_clone_needs_every_step(tmp_path: Path) -> None:
    assert setup.Setup(Installation(tmp_path), {"PATH": ""}, ["check"]).left() == ALL


def test_nothing_is_left_when_everything_is_as_noted(ready: setup.Setup) -> None:
    assert ready.left() == []


def test_tests_and_site_ask_for_the_authors_lock_too(tmp_path: Path) -> None:
    for command in ("test", "build"):
        left = setup.Setup(Installation(tmp_path), {"PATH": ""}, [command]).left()
        assert left[3:5] == ["requirements.txt", "requirements-dev.txt"]


def test_reading_needs_no_rust(tmp_path: Path) -> None:
    for command in ("serve", "list", "doctor"):
        assert "rust" not in setup.Setup(Installation(tmp_path), {"PATH": ""}, [command]).left()


def test_a_changed_lock_asks_for_itself_only(ready: setup.Setup) -> None:
    (ready.installation.root / "requirements.txt").write_text("another", encoding="utf-8")
    assert ready.left() == ["requirements.txt"]


def test_a_moved_clone_is_noticed(ready: setup.Setup, tmp_path: Path) -> None:
    moved = shutil.copytree(tmp_path, tmp_path / "moved")
    there = Installation(moved)
    assert "venv" in setup.Setup(there, {"PATH": str(there.bin)}, ["check"]).left()
    assert ready.left() == []


@pytest.mark.parametrize("gone", ["base", ".venv/bin/python"])
@pytest.mark.skipif(os.name == "nt", reason="only where the interpreter lies in bin/")
def test_a_python_that_is_gone_is_noticed(ready: setup.Setup, gone: str) -> None:
    (ready.installation.root / gone).unlink()
    assert ready.left() == ["venv"]


def test_another_python_at_the_same_path_is_noticed(ready: setup.Setup) -> None:
    os.utime(ready.installation.root / "base", (1, 1))
    assert ready.left() == ["venv"]


def test_a_clone_that_was_packed_and_unpacked_needs_nothing(ready: setup.Setup) -> None:
    for path in ready.installation.root.rglob("*"):
        facts = path.stat()  # an archive keeps whole seconds
        os.utime(path, (int(facts.st_atime), int(facts.st_mtime)))
    assert ready.left() == []


def test_a_changed_cargo_environment_is_written_again(ready: setup.Setup) -> None:
    (ready.installation.root / ".cargo" / "config.toml").unlink()
    assert ready.left() == ["cargo"]


def test_damaged_notes_are_like_none(ready: setup.Setup) -> None:
    for damage in ("{", "[]", ""):
        ready.installation.state.write_text(damage, encoding="utf-8")
        assert ready.left() == ALL


def test_a_python_without_ensurepip_gets_a_paragraph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(EnvironmentBroken, match="ensurepip") as caught:
        steps.Steps(Installation(tmp_path), {"PATH": ""}, {}).make_venv(ignore)
    assert "apt install python3" in str(caught.value)
    assert not (tmp_path / ".venv").exists()


def test_a_disk_without_room_gets_a_paragraph_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "SPACE", 10**18)
    with pytest.raises(EnvironmentBroken, match="not enough space on the disk"):
        steps.Steps(Installation(tmp_path), {"PATH": ""}, {}).make_venv(ignore)
    assert not (tmp_path / ".venv").exists()


def test_a_failure_is_a_paragraph_and_status_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CARGO_HOME", str(tmp_path))
    assert launch(copy_clone(tmp_path / "clone").root, "check") == 3
    said = capsys.readouterr().err
    assert "`rustc` is not installed" in said
    assert "Traceback" not in said


def test_a_clone_that_cannot_be_written_is_a_paragraph(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    installation = copy_clone(tmp_path / "clone")
    (installation.root / "work").write_text("a file where a folder must be", encoding="utf-8")
    assert launch(installation.root, "list") == 3
    assert "Setup stopped" in capsys.readouterr().err


def test_a_failure_of_ensurepip_on_a_full_disk_is_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "_LEAST", 10**18)
    made = steps.Steps(Installation(tmp_path), {"PATH": ""}, {})
    with pytest.raises(EnvironmentBroken, match="not enough space on the disk"):
        made._run_venv(sys.executable, "--no-such-option")


@pytest.mark.parametrize("command", ["list", "doctor"])
def test_a_user_without_a_home_gets_a_paragraph_and_nothing_else(
    tmp_path: Path,
    command: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    launcher = Path(shutil.copy(ROOT / "workshop", tmp_path))
    monkeypatch.setattr(Path, "home", home)
    assert launch(tmp_path, command) == 3
    said = capsys.readouterr()
    assert "This user has no home folder" in said.err
    assert (said.out, list(tmp_path.iterdir())) == ("", [launcher])


def test_doctor_goes_on_in_a_clone_that_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    installation = copy_clone(tmp_path / "clone")
    (installation.root / "work").write_text("a file where a folder must be", encoding="utf-8")
    assert launch(installation.root, "doctor") == 3
    said = capsys.readouterr()
    assert "Setup stopped" in said.err
    assert "Not ready yet:" in said.out


@dataclass
class Clone:
    """A clone that a real setup makes ready; `start` is what the learner types."""

    installation: Installation

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.installation.root / "workshop"), *arguments]

    def start(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env={**os.environ, "PYTHONUTF8": "1", **more},
            cwd=self.installation.root.parent,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def listed(self, **more: str) -> str:
        """What setup said before `list` succeeded."""
        result = self.start("list", **more)
        assert result.returncode == 0, result.stderr
        assert "ownership-move" in result.stdout
        return result.stderr

    def notes(self) -> dict[str, str]:
        read: dict[str, str] = json.loads(self.installation.state.read_text(encoding="utf-8"))
        return read


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clone]:
    """One real clone for the tests below; uv's own cache is used, so little is downloaded."""
    folder = tmp_path_factory.mktemp("Über Maß") / "mein klon"
    yield Clone(copy_clone(folder))
    shutil.rmtree(folder.parent, ignore_errors=True)


@pytest.mark.skipif(os.name == "nt", reason="only where a signal reaches a group of processes")
def test_an_environment_that_was_killed_half_made_is_made_anew(clone: Clone) -> None:
    with subprocess.Popen(
        clone.command("list"), stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        while not list(clone.installation.venv.glob("lib/*/site-packages/pip/__init__.py")):
            assert process.poll() is None
            time.sleep(0.005)
        os.killpg(process.pid, signal.SIGKILL)
    (clone.installation.venv / "half").touch()
    environment = own_environment(clone.installation, os.environ)
    steps.Steps(clone.installation, environment, {}).make_venv(ignore)
    assert not (clone.installation.venv / "half").exists()
    pip = [str(clone.installation.python), "-m", "pip", "--version"]
    assert subprocess.run(pip, capture_output=True, check=True).stdout


def test_an_interrupted_set_up_goes_on(clone: Clone) -> None:
    environment = {**os.environ, "PYTHONUTF8": "1", "CONDA_PREFIX": "/c", "VIRTUAL_ENV": "/v"}
    with subprocess.Popen(
        clone.command("list"), env=environment, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stderr
        next(line for line in process.stderr if "] uv" in line)
        process.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
        rest = process.stderr.read()
    assert "Traceback" not in rest
    assert clone.notes().keys() >= {"venv", "base"}
    assert "requirements.txt" not in clone.notes()

    said = clone.listed(CONDA_PREFIX="/c", VIRTUAL_ENV="/v")
    assert "] .venv" not in said
    assert "] uv" in said
    assert "packages" in said
    assert clone.notes().keys() >= {"uv", "requirements.txt", "links", "cargo"}
    wanted = programs._locked_versions(clone.installation.root / "requirements.txt")
    assert f"packages of requirements.txt: {len(wanted)} installed" in said  # as doctor says


@pytest.mark.alone
def test_the_second_start_does_nothing_and_adds_little(clone: Clone) -> None:
    clone.listed()  # whatever is left to do, where this test runs first
    assert clone.listed() == ""
    direct = [str(clone.installation.python), "-P", "-m", "workshop", "list"]

    # As a learner's shell has it: without bytecode the launcher is compiled at each start.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def seconds(command: list[str]) -> float:
        run = partial(
            subprocess.run, command, env=environment, stdout=subprocess.DEVNULL, check=True
        )
        return cpu_seconds(run)

    pairs = [(seconds(clone.command("list")), seconds(direct)) for _ in range(15)]
    assert min(first for first, _ in pairs) - min(second for _, second in pairs) < 0.1


def test_the_environment_has_pip_our_source_and_the_command(clone: Clone) -> None:
    def said(*command: str) -> str:
        path = {"PATH": os.pathsep.join([str(clone.installation.bin), os.environ["PATH"]])}
        environment = {**os.environ, **path, "PYTHONUTF8": "1"}
        result = subprocess.run(
            command,
            env=environment,
            cwd=clone.installation.root.parent,
            capture_output=True,
            encoding="utf-8",
            shell=os.name == "nt",
            check=True,
        )
        return result.stdout

    assert str(clone.installation.venv) in said("pip", "--version")
    assert "ownership-move" in said("workshop", "list")
    code = "import workshop; print(workshop.__file__)"
    assert str(clone.installation.root / "src") in said("python", "-P", "-c", code)
    config = (clone.installation.root / ".cargo" / "config.toml").read_text(encoding="utf-8")
    assert json.dumps(str(clone.installation.python), ensure_ascii=False) in config


def test_a_changed_lock_brings_only_what_changed(clone: Clone) -> None:
    packages = next(clone.installation.venv.glob("[Ll]ib/**/site-packages"))
    wheel = next(packages.glob("wheel-*.dist-info"))
    others = {folder: folder.stat().st_mtime_ns for folder in packages.glob("*.dist-info")}
    subprocess.run(
        [str(clone.installation.program("uv")), "pip", "uninstall", "--quiet", "wheel"],
        env=own_environment(clone.installation, os.environ),
        check=True,
    )
    lock = clone.installation.root / "requirements.txt"
    lock.write_text(lock.read_text(encoding="utf-8") + "# another lock\n", encoding="utf-8")
    said = clone.listed()
    assert "[1/1]" in said
    del others[wheel]
    assert wheel.is_dir()
    assert all(folder.stat().st_mtime_ns == moment for folder, moment in others.items())


def test_a_package_that_was_killed_half_installed_is_completed(clone: Clone) -> None:
    packages = next(clone.installation.venv.glob("[Ll]ib/**/site-packages"))
    lost = packages / "yaml" / "loader.py"
    lost.unlink()
    notes = {name: text for name, text in clone.notes().items() if name != "requirements.txt"}
    clone.installation.state.write_text(json.dumps(notes), encoding="utf-8")
    assert "packages of requirements.txt" in clone.listed()
    assert lost.is_file()


def test_no_network_is_a_paragraph(clone: Clone, tmp_path: Path) -> None:
    program = clone.installation.program("uv")
    kept = program.rename(tmp_path / program.name)
    nothing = {"PIP_NO_CACHE_DIR": "1", "PIP_FIND_LINKS": "", "PIP_RETRIES": "0"}
    result = clone.start("list", **NO_NETWORK, **nothing)
    kept.rename(program)
    assert result.returncode == 3
    text = " ".join(result.stderr.split())
    assert "The network did not respond while installing uv" in text
    assert "Traceback" not in text
    assert clone.listed() == ""


@pytest.mark.skipif(os.name == "nt", reason="only where programs are scripts")
def test_a_moved_clone_is_mended_without_the_network(clone: Clone) -> None:
    moved = clone.installation.root.rename(clone.installation.root.parent / "moved")
    clone.installation = Installation(moved)
    said = clone.listed(**NO_NETWORK)
    assert "packages" not in said
    jupyter = [str(clone.installation.program("jupyter")), "--version"]
    assert subprocess.run(jupyter, capture_output=True, check=True).stdout
    config = (moved / ".cargo" / "config.toml").read_text(encoding="utf-8")
    assert json.dumps(str(clone.installation.python), ensure_ascii=False) in config
    assert clone.listed() == ""


@pytest.mark.skipif(os.name == "nt", reason="only where the interpreter is a symbolic link")
def test_a_lost_python_is_mended_without_the_network(clone: Clone) -> None:
    clone.installation.python.unlink()
    clone.installation.python.symlink_to("/nowhere/python3")
    said = clone.listed(**NO_NETWORK)
    assert "] .venv" in said
    assert "packages" in said
    assert clone.installation.program("uv").is_file()
    [uv] = clone.installation.venv.glob("lib/*/site-packages/uv-*.dist-info")
    assert (uv / "INSTALLER").read_text(encoding="utf-8").strip() == "pip"  # it was kept
    assert clone.listed() == ""
