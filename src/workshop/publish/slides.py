"""Find what the slides load in a browser, and copy them into a folder that stands alone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from workshop.base.errors import EnvironmentBroken

_PACKAGES = "../node_modules/"
_REFERENCE = re.compile(r"""\.\./node_modules/([^"')\s]+)""")
_PAGES = ("index.html", "style.css")
_VENDORED = "vendor/"
_LICENSES = ("LICENSE", "LICENSE.md", "LICENSE.txt", "license")


def runtime_files(root: Path) -> tuple[str, ...]:
    """The files below `node_modules/` that the slides load, as paths with forward slashes."""
    texts = [(root / "slides" / page).read_text(encoding="utf-8") for page in _PAGES]
    return tuple(sorted({name for text in texts for name in _REFERENCE.findall(text)}))


def missing(root: Path) -> str | None:
    """One sentence that says which npm packages are not there and how to get them, or None."""
    lost = [name for name in runtime_files(root) if not (root / "node_modules" / name).is_file()]
    if not lost:
        return None
    packages = ", ".join(sorted({_package(name) for name in lost}))
    return (
        f"The slides need npm packages that are not installed ({packages}): "
        f"run `npm ci --omit=dev` in {root}, then try again."
    )


def export(root: Path, destination: Path) -> Path:
    """Copy the slides with all they load into `destination` (replaced), and return its page."""
    if problem := missing(root):
        raise EnvironmentBroken(problem)
    slides = root / "slides"
    shutil.rmtree(destination, ignore_errors=True)
    shutil.copytree(slides / "img", destination / "img", ignore=shutil.ignore_patterns("*.py"))
    shutil.copyfile(slides / "talk.md", destination / "talk.md")
    for page in _PAGES:
        text = (slides / page).read_text(encoding="utf-8").replace(_PACKAGES, _VENDORED)
        (destination / page).write_text(text, encoding="utf-8", newline="\n")
    needed = runtime_files(root)
    packages = {_package(name) for name in needed}
    for name in [*needed, *(f"{package}/{file}" for package in packages for file in _LICENSES)]:
        source, target = root / "node_modules" / name, destination / _VENDORED / name
        if source.is_file():  # a package has a license under one of these names
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    return destination / "index.html"


def _package(name: str) -> str:
    parts = name.split("/")
    return "/".join(parts[: 2 if name.startswith("@") else 1])
