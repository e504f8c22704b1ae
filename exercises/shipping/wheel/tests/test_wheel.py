"""The tests of `shipping-wheel`: the wheel is a zip file, and what it promises stands in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from email.message import Message
from email.parser import Parser
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.utils import parse_wheel_filename

WHEEL = Path(os.environ["WORKSHOP_WHEEL"])
FOLDER = Path(os.environ["WORKSHOP_FOLDER"])
SUPPORTED = ("3.11.0", "3.11.7", "3.12.0", "3.13.1", "3.14.2", "3.20.0")
NOT_SUPPORTED = ("3.10.19", "3.9.23")


def names() -> list[str]:
    """The files in the wheel."""
    with zipfile.ZipFile(WHEEL) as archive:
        return archive.namelist()


def metadata() -> Message:
    """What pip and an index read."""
    with zipfile.ZipFile(WHEEL) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return Parser().parsestr(archive.read(name).decode("utf-8"))


def words_of(file: str) -> list[str]:
    """Every string in a TOML file, without comments and keys; none if there is no such file."""

    def inside(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for inner in value.values() if isinstance(value, dict) else value:
                yield from inside(inner)

    path = FOLDER / file
    return list(inside(tomllib.loads(path.read_text("utf-8")))) if path.is_file() else []


def test_one_wheel_is_for_every_python_from_3_11() -> None:
    features = [word.split("/")[-1] for word in words_of("Cargo.toml") + words_of("pyproject.toml")]
    stable = [word for word in features if re.fullmatch(r"abi3(-py3\d+)?", word)]
    alone = "the feature `abi3` names no Python: the tag is then that of the Python that builds"
    assert set(stable) != {"abi3"}, alone
    others = [word for word in stable if word not in {"abi3", "abi3-py311"}]
    assert not others, f"the oldest Python we support is 3.11, and not that of {others[0]}"
    tags = {f"{tag.interpreter}-{tag.abi}" for tag in parse_wheel_filename(WHEEL.name)[3]}
    one = f"the tag in {WHEEL.name} is for one Python alone, and must be `cp311-abi3`"
    assert tags == {"cp311-abi3"}, one


def test_pip_reads_which_pythons_are_supported() -> None:
    said = metadata().get("Requires-Python", "")
    allowed = SpecifierSet(said)
    kept_out = [version for version in SUPPORTED if version not in allowed]
    assert not kept_out, f"Requires-Python is {said!r}, which keeps out Python {kept_out[0]}"
    let_in = [version for version in NOT_SUPPORTED if version in allowed]
    assert not let_in, f"Requires-Python is {said!r}, which allows Python {let_in[0]}"


def test_license_is_an_expression() -> None:
    about = [
        f"{name}: {'MIT' if text.casefold() == 'mit' else text}"
        for name, text in metadata().items()
        if name in {"License", "License-Expression"} or text.startswith("License ::")
    ]
    said = f"of the license, the metadata says {', and '.join(about) or 'nothing'}"
    assert about == ["License-Expression: MIT"], said


def test_license_file_is_in_the_wheel() -> None:
    files = [name for name in names() if ".dist-info/licenses/" in name]
    assert files, "no file of the wheel has the text of the license"
    with zipfile.ZipFile(WHEEL) as archive:
        texts = "".join(archive.read(name).decode("utf-8") for name in files)
    assert "MIT License" in texts, f"{files} lacks the text of LICENSE"
    project = tomllib.loads((FOLDER / "pyproject.toml").read_text("utf-8"))["project"]
    unknown = sorted({"license-file", "license_file", "license_files"} & set(project))
    assert not unknown, f"the table [project] does not know the key `{unknown[0]}`"


def test_wheel_holds_the_package_and_nothing_else() -> None:
    found = {re.sub(r"_accounts\.[\w.-]*(so|pyd)$", "_accounts.so", name) for name in names()}
    found = {name for name in found if ".dist-info/" not in name}
    needed = {"__init__.py", "_accounts.pyi", "_accounts.so", "py.typed"}
    missing = sorted({f"accounts/{name}" for name in needed} - found)
    assert not missing, f"not in the wheel: {', '.join(missing)}"
    strange = sorted(found - {f"accounts/{name}" for name in needed})
    assert not strange, f"beside the package, pip would also install {', '.join(strange)}"


def test_wheel_runs_on_every_processor() -> None:
    places = ("pyproject.toml", "Cargo.toml", ".cargo/config.toml", ".cargo/config")
    chosen = [word for place in places for word in words_of(place) if "target-cpu=" in word]
    own = f"{', '.join(chosen)} compiles for this processor: on an older one, the module crashes"
    assert all(word.endswith("=x86-64") for word in chosen), own


def test_twine_accepts_the_metadata() -> None:
    command = [sys.executable, "-m", "twine", "--no-color", "check", str(WHEEL)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    said = " ".join((done.stdout + done.stderr).replace(str(WHEEL), WHEEL.name).split())
    assert done.returncode == 0, f"twine says: {said}"
