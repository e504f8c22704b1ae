"""Make sure that what cargo calls fresh was built from the very content that lies there now.

Cargo compares times. A file put back with an old date (by `cp -p`, git, an editor's undo) looks
unchanged to it, and it hands out what it built from other content. So we note the digest of the
content that was built, and drop cargo's own note on the crate when the content is another one.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from workshop.base.locks import lock
from workshop.rust.crate import Crate


@contextmanager
def fresh_build(target: Path, crate: Crate, waiting: Callable[[], None]) -> Iterator[None]:
    """Around a build of `crate` into `target`: what lies there is built, whatever its date.

    Two builds of one crate take turns; `waiting` is called again and again until it is ours, and
    may raise to give up.
    """
    note = target / ".contents" / crate.package
    with _turn(note.with_name(f"{crate.package}.lock"), waiting), _noted(note, target, crate):
        yield


@contextmanager
def _turn(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    while True:
        with lock(path, patience=0.1) as ours:
            if ours:
                yield
                return
        waiting()


@contextmanager
def _noted(note: Path, target: Path, crate: Crate) -> Iterator[None]:
    before, content = crate.stat_signature, crate.digest
    if not (note.is_file() and note.read_text() == content):
        _forget(target, crate.package)
    note.unlink(missing_ok=True)  # a build that is cut short leaves no note
    yield
    if (crate.stat_signature, crate.digest) == (before, content):
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(content)


def _forget(target: Path, package: str) -> None:
    """Remove cargo's fingerprints of one package; its dependencies keep theirs."""
    own = re.compile(re.escape(package) + r"-[0-9a-f]{16}")
    for folder in target.glob("*/.fingerprint/*"):
        if own.fullmatch(folder.name):
            shutil.rmtree(folder, ignore_errors=True)
