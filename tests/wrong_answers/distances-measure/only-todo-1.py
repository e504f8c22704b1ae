"""How long does one call of the finished `distances-lists` take?

Three faults make it look slower than it is. `python measure.py` runs this script.
"""

from collections.abc import Callable
from time import perf_counter

import numpy as np

from workshop.notebook import load

Points = list[tuple[float, float]]
Function = Callable[[Points, Points], list[float]]


def as_tuples(array: np.ndarray) -> Points:
    """The rows of an array as a list of tuples, which the Rust function takes."""
    return [(x, y) for x, y in array.tolist()]


def load_function(load: Callable = load) -> Function:
    """Build the solution of `distances-lists`, and return its function."""
    # TODO 1: one fault is in this call.
    module = load("distances-lists", solution=True, release=True)
    return module.nearest_distances


def seconds_per_call(
    function: Function,
    points: np.ndarray,
    references: np.ndarray,
    calls: int = 5,
    clock: Callable[[], float] = perf_counter,
) -> float:
    """The mean time of `calls` calls of `function`, in seconds."""
    # TODO 2: two faults are in this function. What else does the clock measure?
    start = clock()
    for _ in range(calls):
        function(as_tuples(points), as_tuples(references))
    return (clock() - start) / calls


def main() -> None:
    """Measure, and print the result."""
    points, references = np.random.default_rng(0).normal(size=(2, 2_000, 2))
    seconds = seconds_per_call(load_function(), points, references)
    print(f"One call with 2,000 points and 2,000 references takes {1e3 * seconds:.2f} ms.")
    print(f"Each of the 4,000,000 pairs takes {1e9 * seconds / 4e6:.2f} ns.")
    print("Write these times down, fix one fault, run the script again, and compare.")


if __name__ == "__main__":
    main()
