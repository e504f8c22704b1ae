"""Every step that `first-module` prints is done as printed, in a clone where nothing was built."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from clones import make_clone
from components import need_compiler_of_the_texts
from replica import venv
from workshop.bootstrap.cargo_config import write_cargo_config
from workshop.learner.work_folder import WorkFolder
from workshop.publish.fences import Fence, Location, blocks

pytestmark = pytest.mark.cargo

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "lessons" / "first-module.md"
CODE = ROOT / "lessons" / "code" / "first-module"
NO_NETWORK = {
    "CARGO_NET_RETRY": "0",
    **dict.fromkeys(("https_proxy", "CARGO_HTTP_PROXY"), "http://127.0.0.1:9"),
}
SESSION = """
import code, json, sys
console = code.InteractiveConsole()
for line in sys.stdin:
    console.push(json.loads(line))
    print(chr(0), flush=True)
"""


def fences() -> list[Fence]:
    lines = tuple(PAGE.read_text(encoding="utf-8").splitlines())
    return [block for block in blocks(lines, Location(PAGE, 1)) if isinstance(block, Fence)]


@dataclass(frozen=True)
class Line:
    """What is typed behind a `$` or a `>>>`, and the lines that the page shows below it."""

    prompt: str
    typed: str
    shown: tuple[str, ...]


def lines_of(fence: Fence) -> Iterator[Line]:
    for part in re.split(r"(?m)^(?=\$ |>>> )", "\n".join(fence.lines)):
        if part:
            prompt, typed = part.splitlines()[0].split(" ", 1)
            yield Line(prompt, typed, tuple(part.splitlines()[1:]))


def pattern(text: str) -> str:
    """A regular expression for what the page shows: an ellipsis stands for anything."""
    return ".*?".join(map(re.escape, text.split("…")))


class Python:
    """A Python that stays open, as in a terminal."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            ["python", "-u", "-c", SESSION],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def type(self, typed: str) -> str:
        """What Python says to one line."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(typed) + "\n")
        self.process.stdin.flush()
        said = ""
        while (line := self.process.stdout.readline()) and line != "\0\n":
            said += line
        return said

    def end(self) -> None:
        self.process.communicate()


@dataclass
class Learner:
    """Somebody with a terminal in `work/`, who types what the page says."""

    work: Path
    environment: dict[str, str]
    python: Python | None = None
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.here = self.work

    def do(self, fence: Fence) -> None:
        """One block of the page: a file, a change of the file, or lines of a terminal."""
        if fence.name == "literalinclude":
            self._write(fence.options["caption"], PAGE.parent / fence.argument)
        elif fence.info == "diff":
            self._change(self.here / "src" / "lib.rs", fence.lines)
        elif fence.info == "console":
            for line in lines_of(fence):
                self._type(line)

    def _write(self, caption: str, source: Path) -> None:
        shutil.copyfile(source, self.here / caption)

    def _change(self, file: Path, lines: tuple[str, ...]) -> None:
        old, new = ("\n".join(x[1:] for x in lines if x[0] == sign) for sign in "-+")
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        file.write_text(text.replace(old, new), encoding="utf-8")

    def _type(self, line: Line) -> None:
        if line.typed == "python":
            self.python = Python(self.here, self.environment)
        elif line.prompt == "$" and line.typed.startswith("cd "):
            self.here = (self.here / line.typed[3:]).resolve(strict=True)
        elif line.prompt == "$":
            said, failed = self.run(line.typed)
            assert failed == ("maturin failed" in "".join(line.shown)), said
            for shown in line.shown:
                assert re.search(pattern(shown.strip()), said), (line.typed, shown, said)
        else:
            self._type_python(line)

    def _type_python(self, line: Line) -> None:
        assert self.python is not None, "the page has not started Python"
        said = "\n".join(text.rstrip() for text in self.python.type(line.typed).splitlines())
        shown = pattern("\n".join(line.shown))
        assert re.fullmatch(shown, said.strip(), re.DOTALL), (line.typed, line.shown, said)
        if line.typed == "exit()":
            self.python.end()
            self.python = None

    def run(self, command: str, **more: str) -> tuple[str, bool]:
        """What a command of the shell says, and whether it failed."""
        shell = ["powershell", "-Command", command] if os.name == "nt" else ["sh", "-c", command]
        done = subprocess.run(
            shell,
            cwd=self.here,
            env={**self.environment, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        said = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)
        self.said.append(said)
        return said, done.returncode != 0


@contextmanager
def clone(folder: Path) -> Iterator[Learner]:
    """A clone as set-up leaves it; what cargo compiled for it stays from run to run."""
    environment = {**venv().environment, "NO_COLOR": "1", "PYTHONUTF8": "1", **NO_NETWORK}
    environment["PATH"] = str(venv().python.parent) + os.pathsep + environment["PATH"]
    make_clone(folder, "Cargo.toml", "Cargo.lock", CODE.relative_to(ROOT).as_posix())
    write_cargo_config(folder, venv().python)
    warm = ROOT / "target" / "first-module"
    warm.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):  # Windows may forbid it; then PyO3 is compiled each time
        (folder / "work" / "target").symlink_to(warm, target_is_directory=True)
    _forget_the_module()
    yield Learner(folder / "work", environment)
    _forget_the_module()


def _forget_the_module() -> None:
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = venv().run(venv().python, "-c", where)
    for name in ("first", "frist"):
        for folder in Path(packages.strip()).glob(f"{name}*"):
            shutil.rmtree(folder)


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    with clone(tmp_path) as somebody:
        yield somebody
        if somebody.python is not None:
            somebody.python.process.kill()
            somebody.python.end()


def test_every_step_of_the_page_does_what_the_page_shows(learner: Learner) -> None:
    for fence in fences():
        learner.do(fence)
    assert learner.python is None, "the page leaves Python open"


def test_the_crate_uses_the_version_of_pyo3_that_is_compiled() -> None:
    root = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))
    ours = tomllib.loads((CODE / "Cargo.toml").read_text(encoding="utf-8"))
    assert ours["dependencies"]["pyo3"] == root["workspace"]["dependencies"]["pyo3"]


def test_the_crate_shares_what_was_compiled_for_the_exercises(learner: Learner) -> None:
    """One lock, profile, environment and set of features: PyO3 is compiled once for all."""
    exercise = learner.work / "start" / "function"
    shutil.copytree(ROOT / "exercises" / "start" / "function", exercise)
    WorkFolder(learner.work.parent).write_workspace()
    first = make_crate(learner)
    for crate in (exercise, first, exercise):
        learner.here = crate
        said, failed = learner.run("maturin develop")
        assert not failed, said
        if crate is not exercise or len(learner.said) > 1:
            assert "Compiling pyo3" not in said


def make_crate(learner: Learner) -> Path:
    """The crate as it is when the page builds it for the first time."""
    crate = learner.work / "mine" / "first"
    (crate / "src").mkdir(parents=True)
    for name in ("Cargo.toml", "pyproject.toml"):
        shutil.copyfile(CODE / name, crate / name)
    shutil.copyfile(CODE / "lib.rs", crate / "src" / "lib.rs")
    shutil.copyfile(ROOT / "Cargo.lock", crate / "Cargo.lock")
    return crate


# What to do about an error message

Spoil = Callable[[Path], object]


def replacing(name: str, old: str, new: str) -> Spoil:
    def spoil(crate: Path) -> None:
        text = (crate / name).read_text(encoding="utf-8")
        assert old in text
        (crate / name).write_text(text.replace(old, new), encoding="utf-8")

    return spoil


def nothing(_crate: Path) -> None:
    """Everything is as it should be."""


SPOILED: dict[str, tuple[Spoil, ...]] = {
    "Can't find…Cargo.toml": (
        lambda crate: (crate / "Cargo.toml").rename(crate / "Cargo.toml.txt"),
    ),
    "TOML parse error at line": (
        replacing("Cargo.toml", '"first"', '"first'),
        replacing("Cargo.toml", '"first"', "first"),
        replacing("Cargo.toml", "[lib]", "[lib"),
    ),
    "can't find library": (
        lambda crate: (crate / "src" / "lib.rs").rename(crate / "src" / "lib.rs.txt"),
        lambda crate: (crate / "src" / "lib.rs").rename(crate / "lib.rs"),
    ),
    "believes it's in a workspace when it's not": (
        lambda crate: (crate.parents[2] / "Cargo.toml").write_text("[workspace]\n"),
    ),
    "failed to get…as a dependency": (lambda crate: (crate / "Cargo.lock").unlink(),),
    "cannot find module or crate": (
        replacing("Cargo.toml", 'pyo3 = "0.30.1"', ""),
        replacing("Cargo.toml", 'edition = "2024"', ""),
    ),
    "cannot find attribute": (
        replacing("src/lib.rs", "    use pyo3::prelude::*;\n", ""),
        replacing("src/lib.rs", "#[pyfunction]", "#[py_function]"),
    ),
    "unresolved import": (replacing("src/lib.rs", "prelude", "preludes"),),
    "expected item after": (
        replacing("src/lib.rs", "#[pyfunction]", "@pyfunction"),
        replacing("src/lib.rs", "#[pyfunction]", "#[pyfunction];"),
    ),
    "mismatched types": (replacing("src/lib.rs", "* seconds", "* seconds;"),),
    "this file contains an unclosed delimiter": (replacing("src/lib.rs", "    }\n", ""),),
    "Couldn't find the symbol": (
        replacing("src/lib.rs", "mod first", "mod frist"),
        replacing("pyproject.toml", '"first"', '"frist"'),
    ),
    "No module named 'first'": (nothing,),
    "has no attribute 'storm'": (replacing("src/lib.rs", "    #[pyfunction]\n", ""),),
}
"""How somebody comes to see each message of the page's table."""
CHANGED = {"cannot find module or crate": "failed to resolve"}
"""What an older compiler says instead."""


def promised() -> list[str]:
    """What the page's table says that one may see."""
    (box,) = [f for f in fences() if f.name == "admonition" and "error messages" in f.info]
    rows = [line.split("|")[1] for line in box.lines if line.startswith("| `")]
    return ["…".join(re.findall("`([^`]+)`", row)) for row in rows]


def test_the_page_explains_every_message_that_was_tried() -> None:
    assert promised() == list(SPOILED)


@pytest.mark.parametrize(
    ("message", "spoil"),
    [(message, spoil) for message, ways in SPOILED.items() for spoil in ways],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_message_of_the_table_is_what_one_sees(
    learner: Learner, message: str, spoil: Spoil
) -> None:
    crate = learner.here = make_crate(learner)
    spoil(crate)
    said = "" if spoil is nothing else learner.run("maturin develop")[0]
    said += learner.run('python -c "import first; first.storm(1.0)"')[0]
    if message in CHANGED and CHANGED[message] in said:
        need_compiler_of_the_texts()
    assert re.search(pattern(message), said, re.DOTALL), said


@pytest.mark.skipif(sys.platform == "win32", reason="only where `cp` is a program")
def test_the_finished_files_can_be_fetched_as_the_page_says(learner: Learner) -> None:
    text = PAGE.read_text(encoding="utf-8")
    (command,) = re.findall(r"`(cp \S*lib\.rs src)`", text)
    (learner.work / "mine" / "first" / "src").mkdir(parents=True)
    learner.here = learner.work / "mine" / "first"
    assert learner.run(command) == ("", False)
    assert (learner.here / "src" / "lib.rs").read_bytes() == (CODE / "lib.rs").read_bytes()
