"""What a project's wheel contains, in a sentence: it tells why Python can't import the package."""

from __future__ import annotations

import zipfile
from pathlib import Path

_NATIVE = (".so", ".pyd")
_MOST_NAMED = 6


def lacks_package(wheel: Path, module: str) -> str | None:
    """Why `import module` can't find what this wheel installs; None where it can.

    Python would take a package of this name from elsewhere, or a folder for a package.
    """
    names = _names(wheel)
    native = [name for name in names if name.startswith(f"{module}.") and name.endswith(_NATIVE)]
    if native or f"{module}.py" in names or f"{module}/__init__.py" in names:
        return None
    if any(name.startswith(f"{module}/") for name in names):
        return f"The package `{module}` has no `__init__.py`. {contents(wheel)}"
    return f"The package `{module}` is not in the wheel. {contents(wheel)}"


def contents(wheel: Path) -> str:
    """The files of the wheel, except those about the wheel itself."""
    names = _names(wheel)
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"The wheel contains {', '.join(names[:_MOST_NAMED]) or 'nothing'}{more}."


def _names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return [name for name in archive.namelist() if ".dist-info/" not in name]
