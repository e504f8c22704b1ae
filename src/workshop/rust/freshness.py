"""Make sure that what cargo calls fresh was built from the very content that is there now.

Cargo compares times. A file put back with an old date (by `cp -p`, `mv`, git, an editor's undo)
looks unchanged to it, and it returns what it built from other content. So it is kept which content
was built, and what came of it; what cargo then takes from an earlier build must be the very same,
or the crate is built again. Where cargo keeps its files does not matter: it names them itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from workshop.base.folder_snapshot import Snapshot
from workshop.base.locks import lock
from workshop.rust.cargo import BuildResult, clean
from workshop.rust.workspace import Crate

_OLD = """\
Cargo takes what it built from other content, again and again. Delete the folder `work/target`, \
which holds nothing of yours, and check again."""


def build_fresh(
    target: Path,
    crate: Crate,
    snapshot: Snapshot,
    build: Callable[[], BuildResult],
    *,
    waiting: Callable[[], None],
    release: bool = False,
) -> BuildResult:
    """Call `build` for `crate` in `target`: what `snapshot` saw is built, whatever its date.

    Two builds of one crate take turns; `waiting` is called again and again until it is ours, and
    may raise to give up. Each profile has its record: what one has built says nothing of the other.
    """
    record = target / ".contents" / (f"{crate.package}.release" if release else crate.package)
    with _turn(record.with_name(f"{crate.package}.lock"), waiting):
        known = _read(record, snapshot.digest)
        record.unlink(missing_ok=True)  # a build that is cut short leaves no record
        built = build()
        if not _reused(built) <= known:
            clean(crate, target, release=release)
            built = build()
            if _reused(built):
                return replace(built, artifact=None, trouble=_OLD)
        if snapshot.still_holds():
            made = sorted({product.digest for product in built.products})
            record.write_text(json.dumps({"content": snapshot.digest, "made": made}))
        return built


def _reused(built: BuildResult) -> set[str]:
    return {product.digest for product in built.products if product.reused}


def _read(record: Path, content: str) -> set[str]:
    """What was made of this content last; nothing where it was another one."""
    try:
        facts = json.loads(record.read_text())
        return set(facts["made"]) if facts["content"] == content else set()
    except (OSError, ValueError, LookupError, TypeError):
        return set()


@contextmanager
def _turn(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    while True:
        with lock(path, timeout=0.1) as ours:
            if ours:
                yield
                return
        waiting()
