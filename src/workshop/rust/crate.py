"""One crate on disk, as everything that builds it needs it: folder, manifest, package name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

_NAME = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Crate:
    """A crate whose manifest was read once; `package` is the name that cargo knows it by."""

    folder: Path
    package: str

    @property
    def manifest(self) -> Path:
        """Its `Cargo.toml`."""
        return self.folder / "Cargo.toml"


def read_crate(folder: Path) -> Crate:
    """Read the manifest in `folder`; OSError, ValueError or LookupError where it has no name.

    Some editors begin a file with a byte order mark; cargo accepts that, so this does, too.
    """
    text = (folder / "Cargo.toml").read_text(encoding="utf-8-sig")
    package = tomllib.loads(text).get("package")
    name = package.get("name") if isinstance(package, dict) else None
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise LookupError(name)
    return Crate(folder, name)
