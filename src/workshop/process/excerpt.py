"""The head and the tail of a text that comes in pieces, however long it becomes."""

from __future__ import annotations

from collections import deque


class Excerpt:
    """Keeps the first half and the last half of `limit` characters; says what it left out."""

    def __init__(self, limit: int) -> None:
        self._half = limit // 2
        self._head: list[str] = []
        self._tail: deque[str] = deque()
        self._head_size = self._tail_size = self._dropped = 0

    def add(self, piece: str) -> None:
        """Take the next piece."""
        if self._head_size < self._half:
            self._head.append(piece[: self._half - self._head_size])
            self._head_size += len(self._head[-1])
            piece = piece[len(self._head[-1]) :]
        if not piece:
            return
        self._dropped += max(len(piece) - self._half, 0)
        self._tail.append(piece[-self._half :])
        self._tail_size += len(self._tail[-1])
        while self._tail_size - len(self._tail[0]) >= self._half:
            gone = len(self._tail.popleft())
            self._tail_size -= gone
            self._dropped += gone

    @property
    def text(self) -> str:
        """What was kept."""
        cut = f"\n[… {self._dropped} characters left out …]\n" if self._dropped else ""
        return "".join(self._head) + cut + "".join(self._tail)
