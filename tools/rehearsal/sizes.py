"""What the parts of an image take on the disk, in MB of a million bytes."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from itertools import chain
from pathlib import Path

_PARTS = {
    "Rust": ".local",
    "Python packages": ".venv",
    "compiled crates": "work/target",
    "npm packages": "node_modules",
    "sources of crates": ".cargo",
    "book": "book/_build",
    "history of git": ".git",
}
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
_FIELD = re.compile(r"^(Package|Installed-Size): (\S+)$", re.MULTILINE)


def sizes(root: Path, home: Path) -> Iterator[tuple[str, int]]:
    """Each part with its size; a part of another one is named as such."""
    total = megabytes(home)
    for part, folder in _PARTS.items():
        yield part, megabytes(home / folder)
        if folder == ".venv":
            folders = map(str, home.glob(".venv/lib/*/site-packages"))
            packages = list(distributions(path=list(folders)))
            yield "  of these, MPI", _of_packages(packages, {"mpi4py", "mpich"})
            yield "  of these, for part F alone", _of_packages(packages, _for_shipping(home))
    yield "home folder in all", total
    yield "root with the service's environment (stand-in)", megabytes(root)
    yield "  of this, the Fortran compiler", _of_debian(root, "gfortran")


def megabytes(folder: Path) -> int:
    """What a folder takes."""
    if not folder.exists():
        return 0
    command = ["du", "-sx", "-B1", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return round(int(done.stdout.split()[0]) / 1e6)


def _for_shipping(home: Path) -> set[str]:
    """The packages that only the lock of part F names."""
    locks = (home / f"requirements{name}.txt" for name in ("-shipping", ""))
    shipping, common = (set(_PIN.findall(file.read_text(encoding="utf-8"))) for file in locks)
    return shipping - common


def _of_packages(packages: list[Distribution], names: set[str]) -> int:
    chosen = (package for package in packages if _normal(package.name) in names)
    files = chain.from_iterable(package.files or () for package in chosen)
    found = (Path(str(file.locate())) for file in files)
    return round(sum(file.stat().st_size for file in found if file.is_file()) / 1e6)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _of_debian(root: Path, name: str) -> int:
    """The packages with this word in their name, from the list that Debian keeps."""
    status = (root / "var/lib/dpkg/status").read_text(encoding="utf-8")
    entries = (dict(_FIELD.findall(entry)) for entry in status.split("\n\n"))
    chosen = (entry for entry in entries if name in entry.get("Package", ""))
    return round(sum(int(entry.get("Installed-Size", 0)) for entry in chosen) * 1024 / 1e6)
