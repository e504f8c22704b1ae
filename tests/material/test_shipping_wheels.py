"""What is shipped runs wherever its name promises, and is refused elsewhere; no Rust is fetched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from dataclasses import dataclass
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from pythons import pythons
from replica import EXERCISES, ROOT, exercise, place
from workshop.bootstrap.environment import programs_of
from workshop.check.build import build
from workshop.course.requirements import how_to_get, lacking
from workshop.rust.toolchain import build_environment, find_program

pytestmark = pytest.mark.cargo
IDS = ("shipping-wheel", "shipping-install")
OLDEST = 11
"""The Python that the tag names, `cp311-abi3`."""
PYTHONS = sorted({*pythons(), OLDEST})
TOP = {
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "pyproject.toml",
    "PKG-INFO",
}
STRAY = ("notes.txt", "secret.env", "dist/old.whl", "python/accounts/_accounts.abi3.so")
"""What may lie in the folder of somebody who doesn't use git."""
NEW = [minor for minor in PYTHONS if minor >= OLDEST]
OLD = [minor for minor in PYTHONS if minor < OLDEST]


@cache
def local_index() -> ModuleType:
    """The module of the exercises' tests, which no package holds."""
    spec = spec_from_file_location("local_index", ROOT / "exercises/shipping/local_index.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Clean:
    """A new environment without pip, and a home without any file; PATH names no program."""

    folder: Path
    base: Path
    values: dict[str, str]

    @property
    def python(self) -> Path:
        return programs_of(self.folder) / ("python.exe" if os.name == "nt" else "python")

    def run(self, *words: str | Path, **values: str) -> subprocess.CompletedProcess[str]:
        """Run its Python in its own folder; what it says comes back in one stream."""
        return subprocess.run(
            [self.python, *words],
            cwd=self.folder,
            env=self.values | values,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )

    def uv(self, *words: str | Path) -> None:
        """Run uv, which reads no configuration and no cache, and reaches no index."""
        command = [find_program("uv"), *words, "--quiet", "--offline", "--no-config", "--no-cache"]
        subprocess.run(command, env=self.values, check=True)

    def pip(self, *words: str | Path, **values: str) -> subprocess.CompletedProcess[str]:
        """Run the pip that Python brings along for new environments, with no index."""
        return self.run(*pip_without_index(*words), PYTHONPATH=pip_of(self.base), **values)


def pip_of(python: Path) -> str:
    """The archive of pip that this Python has for new environments."""
    where = "import ensurepip; print(ensurepip.__path__[0])"
    found = subprocess.run([python, "-c", where], stdout=subprocess.PIPE, check=True)
    [pip] = (Path(found.stdout.decode().strip()) / "_bundled").glob("pip-*.whl")
    return str(pip)


def pip_without_index(command: str | Path, *words: str | Path) -> list[str | Path]:
    """The words after `python`."""
    return ["-m", "pip", "--isolated", command, "--no-index", "--no-deps", *words]


@pytest.fixture
def clean(tmp_path: Path, request: pytest.FixtureRequest) -> Clean:
    """Of the Python that the test asks for, or of the oldest that we support."""
    minor = getattr(request, "param", OLDEST)
    if minor not in pythons():
        pytest.skip(f"Python 3.{minor} is not here")
    home = tmp_path / "home"
    home.mkdir()
    values = local_index().own_environment(home)
    made = Clean(tmp_path / "environment", pythons()[minor], values)
    made.uv("venv", "--no-project", "--python", made.base, made.folder)
    return made


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheel of each solution, built as a check builds it."""
    for names in filter(None, (lacking(EXERCISES[id], build_environment()["PATH"]) for id in IDS)):
        pytest.skip(how_to_get(names))
    folder = tmp_path_factory.mktemp("wheels")
    made = {}
    for id in IDS:
        built = build(place(), exercise(id), place().solution(exercise(id)))
        assert built.artifact is not None, built.trouble
        made[id] = Path(shutil.copy(built.artifact, folder))
        shutil.rmtree(built.artifact.parent)
    return made


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution of the finished package, whose folder also holds other files."""
    folder = tmp_path_factory.mktemp("sdist")
    command = [find_program("maturin"), "sdist", "--out", str(folder / "dist")]
    source = shutil.copytree(
        ROOT / "solutions/shipping/install",
        folder / "install",
        ignore=shutil.ignore_patterns("target", "another.*"),
    )
    for name in STRAY:
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text("not yours\n", encoding="utf-8")
    environment = build_environment() | {"CARGO_NET_OFFLINE": "true"}
    subprocess.run(command, cwd=source, env=environment, capture_output=True, check=True)
    return next((folder / "dist").iterdir())


def test_wheels_are_for_every_python_from_the_oldest_on(wheels: dict[str, Path]) -> None:
    for wheel in wheels.values():
        assert wheel.name.split("-")[2:4] == [f"cp3{OLDEST}", "abi3"]


@pytest.mark.parametrize("clean", NEW, indirect=True)
@pytest.mark.parametrize("id", IDS)
def test_wheel_passes_its_tests_where_it_promises(
    id: str, clean: Clean, wheels: dict[str, Path]
) -> None:
    clean.uv("pip", "install", "--no-index", "--no-deps", "--python", clean.python, wheels[id])
    tests = clean.folder / "tests"
    tests.mkdir()
    shutil.copy(ROOT / "solutions" / EXERCISES[id].path / "tests" / "test_accounts.py", tests)
    _let_it_find_pytest(clean)
    command = ("-m", "pytest", "-q", "-p", "no:cacheprovider", tests)
    done = clean.run(*command, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    assert done.returncode == 0, done.stdout
    said = clean.run("-c", "import accounts; print(accounts._accounts.__file__)").stdout.strip()
    assert Path(said).is_relative_to(clean.folder)


@pytest.mark.parametrize("clean", OLD, indirect=True)
def test_older_python_refuses_the_wheel(clean: Clean, wheels: dict[str, Path]) -> None:
    wheel = wheels["shipping-install"]
    done = clean.pip("install", wheel)
    assert done.returncode == 1
    assert f"{wheel.name} is not a supported wheel on this platform." in done.stdout


def test_sdist_holds_the_package_and_no_stray_file(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    source = ROOT / "solutions" / "shipping" / "install"
    code = {
        file.relative_to(source).as_posix()
        for folder in ("python", "src", "tests")
        for suffix in ("py", "pyi", "rs", "typed")
        for file in (source / folder).rglob(f"*.{suffix}")
    }
    assert len(code) == 10
    assert names == {*code, *TOP}


def test_sdist_becomes_the_same_wheel_where_rust_is(
    sdist: Path, wheels: dict[str, Path], tmp_path: Path
) -> None:
    """Built as a check builds, so that nothing is compiled twice."""
    values = build_environment() | {
        "CARGO_NET_OFFLINE": "true",
        "CARGO_TARGET_DIR": str(place().target),
        "MATURIN_PEP517_ARGS": "--profile dev",
        "PIP_CONFIG_FILE": os.devnull,
        "PYTHONPATH": pip_of(Path(sys.executable)),
    }
    words = ("wheel", "--no-build-isolation", "--wheel-dir", tmp_path / "made", sdist)
    command = [sys.executable, *pip_without_index(*words)]
    done = subprocess.run(command, cwd=tmp_path, env=values, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()
    [made] = (tmp_path / "made").glob("*.whl")
    assert made.name.split("-")[:4] == wheels["shipping-install"].name.split("-")[:4]
    assert _content(made) == _content(wheels["shipping-install"])


def test_sdist_without_rust_says_so_and_fetches_none(clean: Clean, sdist: Path) -> None:
    _let_it_find_pytest(clean)
    programs = str(Path(find_program("maturin")).parent)
    assert shutil.which("cargo", path=programs) is None
    done = clean.pip("install", "--no-build-isolation", sdist, PATH=programs)
    assert done.returncode == 1
    assert "Cargo, the Rust package manager, is not installed or is not on PATH." in done.stdout
    home = Path(clean.values["HOME"])
    assert list(home.rglob("*")) == []


def _let_it_find_pytest(clean: Clean) -> None:
    """The workshop's packages come after its own, as in a check."""
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(clean.run("-c", where).stdout.strip())
    text = f"import site; site.addsitedir({sysconfig.get_path('purelib')!a})\n"
    (packages / "workshop-tests.pth").write_text(text, encoding="utf-8")


def _content(wheel: Path) -> dict[str, bytes]:
    """What is in it, apart from what the compiler wrote, and from platform, time and place."""
    differs = (".so", ".pyd", "RECORD", "WHEEL", ".cyclonedx.json")
    with zipfile.ZipFile(wheel) as archive:
        return {
            name: b"" if name.endswith(differs) else archive.read(name)
            for name in archive.namelist()
        }
