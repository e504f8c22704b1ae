"""Every code fence of the talk is compiled or run, and what it claims is compared."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from components import find_component, need_compiler_of_the_texts
from documents import must_be_none
from talk import Slide, SlideCode, crate_source, read_deck, write_crate
from workshop.notebook import cell_source
from workshop.rust import rustc
from workshop.rust.rustc import Compiled
from workshop.rust.toolchain import build_environment, find_program

ROOT = Path(__file__).resolve().parents[2]
DECK = read_deck(ROOT / "slides" / "talk.md")
FENCES = [fence for slide in DECK for fence in slide.fences]
CLAIMS: dict[str, set[str | None]] = {
    "rust": {None, "rejected", "crate"},
    "python": {"python", "continued"},
    "text": {"message", "prints", "raises"},
    "toml": {"manifest", "settings"},
    "yaml": {"workflow"},
    "console": {None},
}
CRATES = sorted({str(fence.subject) for fence in FENCES if fence.claim == "crate"})
ANSI = re.compile(r"\x1b\[[0-9;]*m")
RustProgram = Callable[[SlideCode], Compiled]


def place(fence: SlideCode) -> str:
    return f"talk.md:{fence.line}"


def fences(claim: str | None, language: str) -> list[SlideCode]:
    return [fence for fence in FENCES if (fence.claim, fence.language) == (claim, language)]


def before(fence: SlideCode, *claims: str | None) -> SlideCode:
    """The last fence of such a kind above this one."""
    return [one for one in FENCES[: FENCES.index(fence)] if one.claim in claims][-1]


def test_every_fence_is_found_and_of_a_kind_that_is_checked() -> None:
    text = (ROOT / "slides" / "talk.md").read_text(encoding="utf-8")
    assert len(FENCES) == len(re.findall(r"^```[a-z]+$", text, re.MULTILINE))
    must_be_none([place(f) for f in FENCES if f.claim not in CLAIMS.get(f.language, set())])


def test_every_comment_belongs_to_a_fence() -> None:
    text = (ROOT / "slides" / "talk.md").read_text(encoding="utf-8")
    comments = re.findall(r"<!-- (?!measured: )", text)
    assert len(comments) == sum(fence.claim is not None for fence in FENCES)


# Rust


@pytest.fixture
def compile_fence(tmp_path: Path) -> RustProgram:
    def compile_it(fence: SlideCode) -> Compiled:
        source = tmp_path / "main.rs"
        code = fence.code
        source.write_text(code if "fn main(" in code else cell_source.as_program(code), "utf-8")
        return rustc.compile_program(source)

    return compile_it


@pytest.mark.parametrize("fence", fences(None, "rust"), ids=place)
def test_rust_runs_and_prints_what_the_slide_shows(
    fence: SlideCode, compile_fence: RustProgram
) -> None:
    program = compile_fence(fence).artifact
    assert program is not None
    said = subprocess.run([str(program)], check=True, capture_output=True, encoding="utf-8").stdout
    shown = [f.code for f in fences("prints", "text") if before(f, None, "python") is fence]
    assert "".join(shown) in {"", said}


@pytest.mark.parametrize("fence", fences("rejected", "rust"), ids=place)
def test_rejected_rust_is_rejected_for_the_said_reason(
    fence: SlideCode, compile_fence: RustProgram
) -> None:
    assert compile_fence(fence).codes == (fence.subject,)


@pytest.mark.usefixtures("compiler_of_the_texts")
@pytest.mark.parametrize("fence", fences("message", "text"), ids=place)
def test_messages_are_the_compilers_own(fence: SlideCode, compile_fence: RustProgram) -> None:
    """Each line of the slide is a line of the real message, in the same order."""
    rendered = compile_fence(before(fence, "rejected")).errors[0].rendered
    lines = iter(ANSI.sub("", rendered).splitlines())
    must_be_none([line for line in fence.code.splitlines() if line not in lines])


@pytest.fixture(scope="session")
def compiler_of_the_texts() -> None:
    need_compiler_of_the_texts()


# Modules


@pytest.fixture(scope="session")
def build_module(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A function that builds a crate of the talk into a wheel and returns where it is unpacked."""
    built: dict[str, Path] = {}

    def build(name: str) -> Path:
        if name not in built:
            folder = tmp_path_factory.mktemp(name)
            with zipfile.ZipFile(make_wheel(name, folder)) as wheel:
                wheel.extractall(folder / "unpacked")
            built[name] = folder / "unpacked"
        return built[name]

    return build


def make_wheel(name: str, folder: Path) -> Path:
    """Build the crate with the manifest of the slides, or with the workspace's versions."""
    crate = write_crate(ROOT, name, ROOT / "target" / "slides" / "crates" / name)
    shown = [f.code for f in fences("manifest", "toml") if f.subject == name]
    if shown:
        (crate / "Cargo.toml").write_text(f"{shown[0]}\n[workspace]\n", encoding="utf-8")
    (crate / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["maturin>=1.9.4,<2.0"]\nbuild-backend = "maturin"\n'
        f'[project]\nname = "{name}"\nversion = "0.1.0"\n[tool.maturin]\nmodule-name = "{name}"\n',
        encoding="utf-8",
    )
    shutil.copyfile(ROOT / "Cargo.lock", crate / "Cargo.lock")
    command = [find_program("maturin"), "build", "--out", str(folder), "--target-dir"]
    done = subprocess.run(
        [*command, str(ROOT / "target" / "slides")],
        cwd=crate,
        env=build_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        pytest.fail(f"{name}\n{done.stdout}", pytrace=False)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.mark.cargo
@pytest.mark.parametrize("name", CRATES)
def test_crates_build_and_can_be_imported(name: str, build_module: Callable[[str], Path]) -> None:
    said = run_python(f"import {name}; print({name}.__name__)", build_module(name))
    assert said.stdout.strip() == name, said.stderr


def test_the_accounts_wheel_serves_every_later_python(
    build_module: Callable[[str], Path],
) -> None:
    build_module("accounts")
    wheel = next(build_module("accounts").parent.glob("*.whl"))
    assert "-cp311-abi3-" in wheel.name


def run_python(code: str, module: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a new interpreter that sees the module."""
    start = f"import sys; sys.path.insert(0, {str(module)!r})\n"
    return subprocess.run(
        [sys.executable, "-c", start + code],
        capture_output=True,
        encoding="utf-8",
        env=build_environment(),
        check=False,
    )


@pytest.mark.parametrize("fence", fences("python", "python"), ids=place)
def test_python_runs_and_prints_what_the_slide_shows(
    fence: SlideCode, build_module: Callable[[str], Path]
) -> None:
    done = run_python(fence.code, build_module(str(fence.subject)))
    shown = [f.code for f in fences("prints", "text") if before(f, None, "python") is fence]
    assert (done.stdout, done.stderr) == ("".join(shown), "")


@pytest.mark.parametrize("fence", fences("continued", "python"), ids=place)
def test_continued_python_raises_what_the_slide_shows(
    fence: SlideCode, build_module: Callable[[str], Path]
) -> None:
    code = before(fence, "python").code + fence.code
    done = run_python(code, build_module(str(fence.subject)))
    (shown,) = [f for f in fences("raises", "text") if before(f, "continued") is fence]
    assert done.stderr.splitlines()[-1] == shown.code.strip()


def test_crates_are_formatted(tmp_path: Path) -> None:
    """The fences of a crate are as rustfmt writes them for a slide's width, blank lines apart."""
    rustfmt = [find_component("rustfmt"), "--edition=2024", "--config=max_width=72"]
    for name in CRATES:
        source = tmp_path / f"{name}.rs"
        source.write_text(crate_source(DECK, name), encoding="utf-8")
        subprocess.run([*rustfmt, source], check=True)
        assert squeezed(source.read_text(encoding="utf-8")) == squeezed(crate_source(DECK, name))


def test_the_loop_on_the_slide_is_the_one_that_is_measured() -> None:
    """The times on the slides are those of the solution, in shorter words."""
    solution = (ROOT / "solutions/distances/inner-loop/src/nearest.rs").read_text(encoding="utf-8")
    (shown,) = slide_named("distances-core").fences
    loop = shown.code.partition("type Point = [f64; 2];")[2]
    for short, long in (("Point", "[f64; 2]"), ("refs", "references"), ("p", "point")):
        loop = re.sub(rf"\b{short}\b", long, loop)
    assert loop
    assert "".join(solution.split()).endswith("".join(f"pub {loop}".split()))


def squeezed(code: str) -> list[str]:
    return [line for line in code.splitlines() if line.strip()]


# Publishing


def test_the_workflow_is_what_maturin_writes(tmp_path: Path) -> None:
    (settings,), (workflow,) = fences("settings", "toml"), fences("workflow", "yaml")
    write_crate(ROOT, str(settings.subject), tmp_path)
    (tmp_path / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["maturin>=1.9.4,<2.0"]\nbuild-backend = "maturin"\n'
        f'[project]\nname = "{settings.subject}"\nversion = "0.1.0"\n{settings.code}',
        encoding="utf-8",
    )
    target = tmp_path / "ci.yml"
    subprocess.run(
        [find_program("maturin"), "generate-ci", "github", "--output", target],
        cwd=tmp_path,
        env=build_environment(),
        capture_output=True,
        check=True,
    )
    lines = iter(target.read_text(encoding="utf-8").splitlines())
    shown = [line for line in workflow.code.splitlines() if line != "..."]
    must_be_none([line for line in shown if line not in lines])


# Figures


@pytest.fixture(scope="session")
def drawing(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("draw", root / "slides" / "img" / "draw.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.usefixtures("compiler_of_the_texts", "npm_packages")
def test_figures_are_those_of_the_script(drawing: ModuleType, tmp_path: Path, root: Path) -> None:
    drawing.main(tmp_path)
    for file in tmp_path.glob("*.svg"):
        committed = root / "slides" / "img" / file.name
        assert file.read_text(encoding="utf-8") == committed.read_text(encoding="utf-8"), file.name


def slide_named(name: str) -> Slide:
    return next(slide for slide in DECK if slide.name == name)


@pytest.mark.parametrize(("figure", "name"), [("move", "predict-move"), ("borrow", "predict-borrow")])  # fmt: skip # noqa: E501
def test_borrow_pictures_show_the_program_of_the_slide(figure: str, name: str) -> None:
    picture = (ROOT / "slides" / "img" / f"{figure}.svg").read_text(encoding="utf-8")
    for line in slide_named(name).fences[0].code.splitlines()[1:-1]:
        assert line.replace("&", "&amp;").replace('"', "&quot;") in picture
