"""The second package of the page `package`: one wheel, which brings NumPy and types with it."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import pytest

from documents import ROOT, fences, text_of
from shipping_index import load_local_index
from workers import own_folder
from workshop.rust.toolchain import build_environment, find_program

PACKAGE = ROOT / "lessons" / "code" / "package" / "distances"
FINISHED = ROOT / "solutions" / "distances" / "detach" / "src"
FIRST_NUMPY = "1.23.2"
"""The first NumPy with wheels for Python 3.11, our minimum; the package was tried with it."""
WITH_OUR_PACKAGES = """
import runpy, sys
sys.path.append({packages!r})
sys.argv = {words!r}
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
RIGHT = """
import numpy as np
from numpy.typing import NDArray
from distances import nearest_distances, nearest_neighbor_distances, read_points

rows = np.array(read_points("points.csv"))
distances: NDArray[np.float64] = nearest_distances(rows, np.zeros((3, 2)))
longest = float(nearest_neighbor_distances(rows).max())
"""
WRONG = """
import numpy as np
from distances import nearest_distances

rows = np.ones((4, 2))
small = rows.astype(np.float32)
nearest_distances(small, rows)
nearest_distances(rows, [[1.0, 2.0]])
nearest_distances(rows, rows).append(5.0)
"""


@dataclass(frozen=True)
class Environment:
    """A virtual environment that had nothing in it, and what is said in it."""

    folder: Path

    @property
    def python(self) -> str:
        """Its interpreter."""
        windows = os.name == "nt"
        return str(self.folder / ("Scripts/python.exe" if windows else "bin/python"))

    def run(self, *words: str, status: int = 0) -> str:
        """What Python says with these words; it must end with this status."""
        return said(self.python, *words, folder=self.folder, status=status)

    def run_ours(self, *words: str, status: int = 0) -> str:
        """Run a module of the workshop's packages, which come after those that are installed."""
        packages = sysconfig.get_path("purelib")
        code = WITH_OUR_PACKAGES.format(packages=packages, words=list(words))
        return self.run("-P", "-c", code, status=status)


def said(
    *command: str, folder: Path, environment: dict[str, str] | None = None, status: int = 0
) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**build_environment(), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        if environment is None
        else environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    assert done.returncode == status, done.stdout
    return done.stdout


def make_environment(folder: Path, python: str = sys.executable) -> Environment:
    said(python, "-m", "venv", "--without-pip", str(folder), folder=folder.parent)
    return Environment(folder)


def packed_again(name: str, folder: Path) -> Path:
    """The wheel of a package that is installed here: the same files, without its programs."""
    package = distribution(name)
    (metadata,) = {Path(x).parts[0] for x in package.files or () if str(x).endswith("info/WHEEL")}
    tags = re.findall(r"(?m)^Tag: (\S+)$", package.read_text("WHEEL") or "")
    parts = [dict.fromkeys(part) for part in zip(*(x.split("-") for x in tags), strict=True)]
    tag = "-".join(".".join(part) for part in parts)
    wheel = folder / f"{metadata.removesuffix('.dist-info')}-{tag}.whl"
    record = f"{metadata}/RECORD"
    rows = list(csv.reader((package.read_text("RECORD") or "").splitlines()))
    rows = [x for x in rows if ".." not in Path(x[0]).parts and not x[0].endswith(".pyc")]
    with zipfile.ZipFile(wheel, "w") as archive:
        for row in rows:
            if row[0] != record:
                archive.write(str(package.locate_file(row[0])), row[0])
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows(rows)
        archive.writestr(record, written.getvalue())
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one wheel, built from the package's own lock file and without the network."""
    folder, target = tmp_path_factory.mktemp("wheel"), own_folder("distances-package")
    command = [find_program("maturin"), "build", "--offline", "--locked"]
    command += ["--interpreter", sys.executable, "--manifest-path", str(PACKAGE / "Cargo.toml")]
    said(*command, "--target-dir", str(target), "--out", str(folder), folder=folder)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment into which pip has installed `distances`, and nothing else was asked for."""
    index, folder = load_local_index(), tmp_path_factory.mktemp("clean")
    made = make_environment(folder / "environment")
    pip = [sys.executable, "-m", "pip", "--isolated", "--python", made.python, "install"]
    numpy = packed_again("numpy", folder)
    with index.local_index(folder / "index", wheel, numpy) as ours:
        command = [*pip, "--index-url", ours.simple, "distances"]
        said(*command, folder=folder, environment=index.own_environment(folder))
    return made


# The package and the exercise


def test_it_is_the_finished_code_of_the_exercise_with_a_private_module() -> None:
    for file in FINISHED.glob("*.rs"):
        ours, theirs = (PACKAGE / "src" / file.name).read_bytes(), file.read_bytes()
        if file.name == "lib.rs":
            assert theirs.count(b"mod distances {") == 1
            theirs = theirs.replace(b"mod distances {", b"mod _distances {")
        assert ours == theirs, file.name
    assert {x.name for x in PACKAGE.glob("src/*")} == {x.name for x in FINISHED.iterdir()}


def test_its_versions_are_those_of_the_workshop() -> None:
    root, ours = (
        tomllib.loads((folder / "Cargo.toml").read_text("utf-8")) for folder in (ROOT, PACKAGE)
    )
    wanted = root["workspace"]["dependencies"]
    for name, asked in ours["dependencies"].items():
        assert (asked if isinstance(asked, str) else asked["version"]) in str(wanted[name])
    locked, known = (
        {(x["name"], x["version"]) for x in tomllib.loads(file.read_text("utf-8"))["package"]}
        for file in (PACKAGE / "Cargo.lock", ROOT / "Cargo.lock")
    )
    assert locked - known == {("distances", ours["package"]["version"])}


def test_its_layout_and_metadata_are_those_of_the_other_package() -> None:
    other = ROOT / "solutions" / "shipping" / "install"
    ours, theirs = (
        tomllib.loads((folder / "pyproject.toml").read_text("utf-8")) for folder in (PACKAGE, other)
    )
    assert ours["build-system"] == theirs["build-system"]
    assert ours["project"].pop("dependencies") == [f"numpy>={FIRST_NUMPY}"]
    same = ours["project"].keys() - {"name", "description"}  # the other one has more
    assert same >= {"requires-python", "license", "license-files", "readme", "dynamic"}
    assert {k: ours["project"][k] for k in same} == {k: theirs["project"][k] for k in same}
    assert (PACKAGE / "LICENSE").read_bytes() == (other / "LICENSE").read_bytes()
    assert (PACKAGE / ".gitignore").read_bytes() == (other / ".gitignore").read_bytes()


# The wheel


@pytest.mark.cargo
def test_the_wheel_is_for_every_python_from_our_minimum_on(wheel: Path) -> None:
    assert "-cp311-abi3-" in wheel.name
    names = zipfile.ZipFile(wheel).namelist()
    package = sorted(name for name in names if ".dist-info/" not in name)
    native = [name for name in package if name.startswith("distances/_distances.")]
    assert [name for name in native if name.endswith((".so", ".pyd"))]
    typed = {"distances/__init__.py", "distances/_distances.pyi", "distances/py.typed"}
    assert set(package) == typed | set(native)


@pytest.mark.cargo
def test_pip_installs_numpy_with_it(installed: Environment) -> None:
    code = "import distances, numpy; print(distances.__file__); print(numpy.__file__)"
    for file in installed.run("-c", code).splitlines():
        assert Path(file).is_relative_to(installed.folder)


@pytest.mark.cargo
def test_its_own_tests_pass_where_it_is_installed(installed: Environment) -> None:
    assert_own_tests_pass(installed)


@pytest.mark.cargo
def test_its_readme_prints_what_it_says(installed: Environment) -> None:
    readme = PACKAGE / "README.md"
    (code,) = (fence.text for fence in fences(readme) if fence.language == "python")
    (printed,) = re.findall(r"It prints `(.+)`", text_of(readme))
    assert installed.run("-c", code).strip() == printed


def assert_own_tests_pass(environment: Environment) -> None:
    options = ["-q", "-p", "no:cacheprovider", "--import-mode=importlib"]
    text = environment.run_ours("pytest", *options, str(PACKAGE / "tests"))
    assert re.search(r"^\d+ passed", text, re.MULTILINE), text


@pytest.mark.cargo
@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_the_same_wheel_works_on_a_newer_python(version: str, wheel: Path, tmp_path: Path) -> None:
    made = make_environment(tmp_path / "environment", find_python(version))
    install = [find_program("uv"), "pip", "install", "--offline", "--python", made.python]
    done = subprocess.run(  # with the cache of this machine, and no index
        [*install, "numpy", str(wheel)], cwd=tmp_path, capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip(f"only where uv has NumPy for Python {version} in its cache")
    assert_own_tests_pass(made)


def find_python(version: str) -> str:
    """Another Python of this machine; pyenv keeps its own away from PATH."""
    installed = Path.home().glob(f".pyenv/versions/{version}*/bin/python")
    for program in filter(None, [shutil.which(f"python{version}"), *map(str, installed)]):
        told = subprocess.run([program, "-V"], capture_output=True, text=True, check=False)
        if told.stdout.startswith(f"Python {version}."):  # a shim may stand for nothing
            return program
    pytest.skip(f"only where there is a Python {version}")


# Its types


@pytest.mark.cargo
def test_the_stub_says_what_the_module_has(installed: Environment) -> None:
    assert "Success" in installed.run_ours("mypy.stubtest", "distances")


@pytest.mark.cargo
def test_a_parameter_that_is_renamed_in_the_stub_is_reported_as_the_page_says(
    installed: Environment,
) -> None:
    (stub,) = installed.folder.rglob("distances/_distances.pyi")
    text = stub.read_text(encoding="utf-8")
    try:
        stub.write_text(text.replace("references:", "others:"), encoding="utf-8")
        reports = installed.run_ours("mypy.stubtest", "distances", status=1)
    finally:
        stub.write_text(text, encoding="utf-8")
    reported = 'stub parameter "others" differs from runtime parameter "references"'
    assert reported in reports
    assert f"`{reported}`" in text_of(ROOT / "lessons" / "package.md")


def checked(installed: Environment, folder: Path, program: str, status: int) -> str:
    """What mypy says, in strict use, of a program that imports what is installed."""
    (folder / "program.py").write_text(program, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull]
    command += ["--python-executable", installed.python, "program.py"]
    return said(*command, folder=folder, status=status)


@pytest.mark.cargo
def test_mypy_accepts_a_right_program(installed: Environment, tmp_path: Path) -> None:
    assert "Success" in checked(installed, tmp_path, RIGHT, 0)


@pytest.mark.cargo
def test_mypy_reports_arrays_of_another_dtype_and_lists(
    installed: Environment, tmp_path: Path
) -> None:
    text = checked(installed, tmp_path, WRONG, 1)
    lines = [line for line in text.splitlines() if ": error: " in line]
    for line, words in zip(
        lines, ["dtype[floating[_32Bit]]", "list[list[float]]", "append"], strict=True
    ):
        assert words in line
