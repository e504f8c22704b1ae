"""Compile ahead what packages that stand alone need: with maturin, as a check and a learner do.

Maturin configures PyO3 for many Pythons (abi3) in a way of its own, so cargo can't stand in for it.
A copy is built, under another name: in the target folder, two packages of one name would take each
other's module.
"""

from __future__ import annotations

import json
import math
import shutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from workshop.base.errors import WorkshopError
from workshop.base.notify import Notify
from workshop.bootstrap import remedies
from workshop.rust import clippy, maturin
from workshop.rust.workspace import Crate, read_crate, stands_alone

_PATTERNS = ("solutions/*/*/Cargo.toml", "lessons/code/*/*/Cargo.toml")
_NOT_COPIED = ("target", "tests", "another.*")


def manifests(root: Path) -> list[Path]:
    """Those of the finished packages that stand alone."""
    found = (file for pattern in _PATTERNS for file in sorted(root.glob(pattern)))
    return [file for file in found if stands_alone(file)]


def representatives(root: Path) -> list[Path]:
    """The folder of one package for each set of dependencies and profiles."""
    chosen = dict[str, Path]()
    for file in manifests(root):
        manifest = tomllib.loads(file.read_text(encoding="utf-8"))
        what = [manifest.get(key) for key in ("dependencies", "profile")]
        chosen.setdefault(json.dumps(what, sort_keys=True), file.parent)
    return list(chosen.values())


def compile_ahead(root: Path, notify: Notify) -> None:
    """Build each representative in both profiles into `work/target`, and keep what it needs."""
    target, folder = root / "work" / "target", root / "work" / ".ahead"
    shutil.rmtree(folder, ignore_errors=True)  # of one that was killed
    try:
        crates = [_copy(source, folder / source.name) for source in representatives(root)]
        for crate, release in _in_order(crates):
            built = maturin.build_wheel(
                crate, target, folder, release=release, limit=math.inf, notify=notify, cancel=None
            )
            if built.artifact is None:
                said = built.trouble or built.errors[0].rendered
                raise remedies.error_from_output(f"building {crate.package}", said)
            if not release:
                notify(f"what clippy reads for {crate.package}")
                configuration = maturin.configuration(crate.folder, target)
                clippy.advice(crate.folder, target, environment=configuration)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in_order(crates: list[Crate]) -> Iterator[tuple[Crate, bool]]:
    """What a check builds comes first."""
    for release in (False, True):
        yield from ((crate, release) for crate in crates)


def _copy(source: Path, folder: Path) -> Crate:
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns(*_NOT_COPIED))
    crate = read_crate(folder)
    text = crate.manifest.read_text(encoding="utf-8-sig")
    own, other = f'name = "{crate.package}"', f'name = "{crate.package}-{folder.name}-ahead"'
    crate.manifest.write_text(text.replace(own, other), encoding="utf-8")
    return read_crate(folder)


def main(root: str) -> int:
    """Do it for this clone, and say on standard error what happens, for `prefetch`."""

    def notify(text: str) -> None:
        print(f"note: {text}", file=sys.stderr, flush=True)

    try:
        compile_ahead(Path(root).resolve(), notify)
    except (WorkshopError, OSError) as error:
        reason = remedies.explain_os_error(error) if isinstance(error, OSError) else error
        print(f"workshop: {reason}", file=sys.stderr)
        return reason.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
