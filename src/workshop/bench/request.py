"""What somebody wants to have measured: sizes, data set, steps, and where the result goes."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from workshop.base.errors import UsageError
from workshop.bench.datasets import DATASETS
from workshop.bench.steps import STEPS

SIZES = (1_000, 3_000, 10_000)
MINUTES = 2.0
_LARGEST = 1_000_000


@dataclass(frozen=True)
class Request:
    """Everything that was asked for. `words` are the options as they were typed."""

    sizes: tuple[int, ...] = SIZES
    data: str = "uniform"
    steps: tuple[str, ...] = tuple(STEPS)
    minutes: float = MINUTES
    output: Path | None = None
    with_numba: bool = False
    words: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        """The command that measures the same again."""
        return " ".join(["./workshop bench distances", *self.words])


def read_request(
    *,
    n: str | None = None,
    data: str | None = None,
    steps: str | None = None,
    minutes: float | None = None,
    output: str | None = None,
    with_numba: bool = False,
) -> Request:
    """Check the words of the command; a UsageError says what is wrong with one, and what can be."""
    time = None if minutes is None else f"{minutes:g}"
    given = {"n": n, "data": data, "steps": steps, "minutes": time, "output": output}
    words = [f"--{name} {shlex.quote(text)}" for name, text in given.items() if text is not None]
    minutes = MINUTES if minutes is None else minutes
    if not minutes > 0:
        raise UsageError("--minutes takes a number above 0.")
    return Request(
        SIZES if n is None else _sizes(n),
        _known(data, DATASETS, "data set") if data is not None else "uniform",
        tuple(STEPS) if steps is None else _steps(steps),
        minutes,
        None if output is None else Path(output),
        with_numba,
        (*words, *(["--with-numba"] if with_numba else [])),
    )


def _sizes(text: str) -> tuple[int, ...]:
    try:
        sizes = sorted({int(word) for word in text.split(",")})
    except ValueError:
        raise UsageError(f"--n takes integers, as in `--n 1000,3000`, not {text!r}.") from None
    if not 1 <= sizes[0] <= sizes[-1] <= _LARGEST:
        raise UsageError(f"--n takes integers from 1 to {_LARGEST:,}, not {text!r}.")
    return tuple(sizes)


def _steps(text: str) -> tuple[str, ...]:
    wanted = {_known(word.strip(), STEPS, "step") for word in text.split(",")}
    return tuple(id for id in STEPS if id in wanted)


def _known(word: str, names: Iterable[str], what: str) -> str:
    known = list(names)
    if word in known:
        return word
    close = difflib.get_close_matches(word, known, 1)
    meant = f" Did you mean {close[0]}?" if close else ""
    raise UsageError(f"There is no {what} {word!r}.{meant} There are: {', '.join(known)}.")
