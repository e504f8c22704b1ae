"""All steps must find the same distances, or none of their times can be used."""

from __future__ import annotations

from pathlib import Path

from workshop.base.errors import EnvironmentBroken
from workshop.bench.steps import Step

_TOLERANCE = 1e-9


def must_agree(first: tuple[Step, Path], other: tuple[Step, Path], where: str) -> None:
    """Raise unless two steps have found the same distances; each has a file of its own."""
    import numpy as np

    expected, found = np.load(first[1]), np.load(other[1])
    if expected.shape != found.shape:
        differ = f"{found.shape} distances instead of {expected.shape}"
    elif np.allclose(found, expected, rtol=_TOLERANCE, atol=0.0):
        return
    else:
        row = int(np.argmax(np.abs(found - expected)))
        differ = f"{found[row]!r} instead of {expected[row]!r} in row {row}"
    raise EnvironmentBroken(
        f"At {where}, {other[0].id} disagrees with {first[0].id}: {differ}. "
        "Nothing of this run can be used."
    )
