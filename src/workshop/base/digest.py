"""One digest for all that the kit compares: files, texts, and lists of both."""

from __future__ import annotations

import hashlib
from pathlib import Path


def digest_of(*parts: bytes | str | Path) -> str:
    """The SHA-256 of the parts as hexadecimal text; a path stands for the bytes of its file.

    One part has the digest that `sha256sum` prints. Several have the digest of their digests, so
    that no other division of the same bytes gives the same. What is no file counts as "".
    """
    digests = [_digest(part) for part in parts]
    return digests[0] if len(digests) == 1 else _digest("\n".join(digests))


def _digest(part: bytes | str | Path) -> str:
    if isinstance(part, Path):
        if not part.is_file():
            return ""
        with part.open("rb") as file:
            return hashlib.file_digest(file, hashlib.sha256).hexdigest()
    return hashlib.sha256(part.encode() if isinstance(part, str) else part).hexdigest()
