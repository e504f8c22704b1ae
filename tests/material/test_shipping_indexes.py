"""What pip and uv install where two indexes offer one name: the page on publishing says it.

Both indexes are on this machine: ours has `accounts` 0.2.0, and in the one that stands for PyPI a
stranger has 9.9.9, and a 0.2.0 with a build number.
"""

from __future__ import annotations

import hashlib
import re
import runpy
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest

from documents import ROOT
from workshop.bootstrap.environment import programs_of
from workshop.rust.toolchain import find_program

pytestmark = pytest.mark.skipif(
    find_spec("pypiserver") is None,  # an import would change what all tests can import
    reason="only with pypiserver, of requirements-dev.txt",
)
local_index = SimpleNamespace(
    **runpy.run_path(str(ROOT / "exercises" / "shipping" / "local_index.py"))
)

OURS, HIGHEST, SAME = "0.2.0", "9.9.9 of a stranger", "0.2.0 of a stranger"
FOUND = [
    # one index
    ("pip install --index-url OURS accounts", OURS),
    ("uv pip install --default-index OURS accounts", OURS),
    # pip: the highest version of all indexes, in whatever order
    ("pip install --index-url OURS --extra-index-url PUBLIC accounts", HIGHEST),
    ("pip install --index-url PUBLIC --extra-index-url OURS accounts", HIGHEST),
    ("pip install --extra-index-url OURS accounts", HIGHEST),
    ("pip install --find-links LINKS accounts", HIGHEST),
    ("pip install --index-url OURS --extra-index-url PUBLIC accounts==0.2.0", SAME),
    ("pip install --index-url OURS --extra-index-url PUBLIC --require-hashes -r hashes.txt", OURS),
    ("pip install accounts", HIGHEST),
    # uv: the first index that has the name; extra indexes come before the default one
    ("uv pip install --index OURS --index PUBLIC accounts", OURS),
    ("uv pip install --index PUBLIC --index OURS accounts", HIGHEST),
    ("uv pip install --index OURS accounts", OURS),
    ("uv pip install --index-url OURS --extra-index-url PUBLIC accounts", HIGHEST),
    ("uv pip install --index-url PUBLIC --extra-index-url OURS accounts", OURS),
    ("uv pip install --index OURS --index-strategy unsafe-best-match accounts", HIGHEST),
    ("uv pip install accounts", HIGHEST),
    # a name that neither index has: nothing is fetched from elsewhere
    ("pip install --index-url OURS acounts", "nothing"),
    ("uv pip install --default-index OURS acounts", "nothing"),
]


@dataclass(frozen=True)
class Indexes:
    """Both indexes, a folder for commands, and the variables that they get."""

    folder: Path
    places: dict[str, str]
    values: dict[str, str]


def write_wheel(folder: Path, version: str, author: str, build: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    info = f"accounts-{version}.dist-info"
    facts = f"Metadata-Version: 2.1\nName: accounts\nVersion: {version}\n"
    files = {
        "accounts.py": f"whose = {f'{version}{author}'!r}\n",
        f"{info}/METADATA": facts,
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
    wheel = folder / f"accounts-{version}{build}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return wheel


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Indexes]:
    folder = tmp_path_factory.mktemp("indexes")
    own = write_wheel(folder / "own", "0.2.0", "")
    others = [
        write_wheel(folder / "others", "9.9.9", " of a stranger"),
        write_wheel(folder / "others", "0.2.0", " of a stranger", build="-1"),
    ]
    digest = hashlib.sha256(own.read_bytes()).hexdigest()
    (folder / "hashes.txt").write_text(f"accounts==0.2.0 --hash=sha256:{digest}\n", "utf-8")
    with (
        local_index.local_index(folder / "ours", own) as ours,
        local_index.local_index(folder / "public", *others) as public,
    ):
        places = {"OURS": ours.simple, "PUBLIC": public.simple}
        places["LINKS"] = f"{ours.address}/packages/"
        values = local_index.own_environment(folder) | {
            "PIP_INDEX_URL": public.simple,
            "UV_DEFAULT_INDEX": public.simple,
        }
        yield Indexes(folder, places, values)


@pytest.mark.parametrize(("command", "expected"), FOUND)
def test_what_two_indexes_lead_to(
    indexes: Indexes, tmp_path: Path, command: str, expected: str
) -> None:
    words = [indexes.places.get(word, word) for word in shlex.split(command)]
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    python = str(programs_of(environment) / "python")
    if words[0] == "uv":
        words = [find_program("uv"), *words[1:], "--python", python]
    else:
        words = [sys.executable, "-m", "pip", "--python", python, *words[1:]]
    done = subprocess.run(
        words,
        cwd=indexes.folder,
        env=indexes.values,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode == 0) == (expected != "nothing"), done.stderr
    program = "import accounts; print(accounts.whose)"
    asked = subprocess.run([python, "-c", program], capture_output=True, text=True, check=False)
    assert (asked.stdout.strip() or "nothing") == expected


def test_the_table_of_the_page_is_what_is_tested_here() -> None:
    page = (ROOT / "lessons" / "publish.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| `((?:uv )?pip install [^`]+)` \| ([\d.]+)", page)
    assert len(rows) >= 4
    tested = {command: expected.split()[0] for command, expected in FOUND}
    assert {command: tested.get(f"{command} accounts") for command, _ in rows} == dict(rows)
