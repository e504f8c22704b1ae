"""Make sure that what cargo calls fresh was built from the very content that is there now.

Cargo compares times. A file put back with an old date (by `cp -p`, git, an editor's undo) looks
unchanged to it, and it returns what it built from other content. So the digest of the content that
was built is kept, and cargo's own record of the crate is removed when the content is another one.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from workshop.base.folder_snapshot import Snapshot
from workshop.base.locks import lock
from workshop.rust.workspace import Crate


@contextmanager
def fresh_build(
    target: Path, crate: Crate, snapshot: Snapshot, waiting: Callable[[], None]
) -> Iterator[None]:
    """Around a build of `crate` into `target`: what `snapshot` saw is built, whatever its date.

    Two builds of one crate take turns; `waiting` is called again and again until it is ours, and
    may raise to give up.
    """
    record = target / ".contents" / crate.package
    with _turn(record.with_name(f"{crate.package}.lock"), waiting):
        if not (record.is_file() and record.read_text() == snapshot.digest):
            # Remove cargo's record of this package; its dependencies keep theirs.
            own = re.compile(re.escape(crate.package) + r"-[0-9a-f]{16}")
            for folder in target.glob("*/.fingerprint/*"):
                if own.fullmatch(folder.name):
                    shutil.rmtree(folder, ignore_errors=True)
        record.unlink(missing_ok=True)  # a build that is cut short leaves no record
        yield
        if snapshot.still_holds():
            record.write_text(snapshot.digest)


@contextmanager
def _turn(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    while True:
        with lock(path, timeout=0.1) as ours:
            if ours:
                yield
                return
        waiting()
