"""A program: search among a million references, on threads with hardly any stack.

`python million_points.py MODULE KIND COLUMNS` prints, as JSON, how deep the tree is and how many
boxes a search enters at most.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from types import ModuleType

import numpy as np

from trees import brute_force, points_of
from workshop.notebook.load_extension import import_library

MANY = 1_000_000
STACK, STACK_OF_SEVERAL = 64 * 1024, 256 * 1024
"""Of rayon's only thread, and of each of several; the usual size is 32 times the first.

Of several, one that waits runs what it takes from another one on top of its own stack, and how
often depends on the load.
"""
OWN_STACK = 256 * 1024
"""Of the thread that calls: Python itself needs most of it."""
COMPARED = 20
SEARCHED = 2


def search(module: ModuleType, kind: str, columns: int) -> dict[str, int]:
    """Build the tree of a million references, and search for as many points or for some."""
    references = points_of(kind, MANY, columns)
    points = references if kind == "equal" else points_of(kind, MANY // 50, columns, seed=1)
    distances = module.nearest_distances(points, references)
    expected = brute_force(points[:COMPARED], references)
    assert distances[:COMPARED].tobytes() == expected.tobytes()
    if kind == "equal":
        assert not distances.any()
    if columns != 2:
        return {}
    entered = [module.entered(tuple(point), references) for point in points[:SEARCHED]]
    return {
        "depth": max(box[0] for box in module.boxes(references)),
        "entered": max(map(len, entered)),
    }


def main(library: str, kind: str, columns: str) -> None:
    """Search in a thread of its own, whose stack is small."""
    module = import_library("distances", Path(library))
    said: list[dict[str, int]] = []
    threading.stack_size(OWN_STACK)
    thread = threading.Thread(target=lambda: said.append(search(module, kind, int(columns))))
    thread.start()
    thread.join()
    [facts] = said
    print(json.dumps(facts))  # noqa: T201 - it is a program


if __name__ == "__main__":
    np.seterr(all="ignore")
    main(*sys.argv[1:])
