"""What a run printed, test by test, as it comes: the runner writes a mark where a test begins.

A mark is a word that nobody can guess. It stands in the two streams themselves, so that nothing is
lost when the program crashes, and text is kept whoever writes it: Python, Rust, C, another program.
"""

from __future__ import annotations

import secrets

from workshop.process.excerpt import Excerpt

_KEPT = 20_000
"""Characters kept of what one test wrote to one stream."""


class Printed:
    """Takes the lines of both streams of one run, and says which test wrote what."""

    def __init__(self) -> None:
        self.mark = f"\x1e{secrets.token_hex(16)} "
        self._output, self._errors = _Stream(self.mark), _Stream(self.mark)
        self.read_output, self.read_errors = self._output.read, self._errors.read

    def output(self, test: str) -> str:
        """What a test wrote to standard output; "" stands for the time before and after tests."""
        return self._output.text(test)

    def errors(self, test: str) -> str:
        """What a test wrote to standard error."""
        return self._errors.text(test)


class _Stream:
    """One stream; a line with a mark ends what a test wrote, and names the next one, or none."""

    def __init__(self, mark: str) -> None:
        self._mark, self._test = mark, ""
        self._texts: dict[str, Excerpt] = {}

    def read(self, line: str) -> None:
        """Take one line; text that ends in no newline stands before the mark."""
        before, mark, after = line.partition(self._mark)
        if before:
            self._texts.setdefault(self._test, Excerpt(_KEPT)).add(before)
        if mark:
            self._test = after.removesuffix("\n")

    def text(self, test: str) -> str:
        return self._texts[test].text if test in self._texts else ""
