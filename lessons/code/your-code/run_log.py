"""Which quantities of a simulation move together? `python run_log.py run.npy` reads its log.

With `--make` it writes such a file first: a row for each step, a column for each quantity.
"""

import sys

import numpy as np


# [program]
def read_log(file):
    return np.load(file)


def correlations(log):
    """The correlation of each quantity with each other one."""
    return np.corrcoef(log, rowvar=False)


def closest(log):
    """The two quantities whose correlation is the greatest, and this correlation."""
    found = np.triu(correlations(log), 1)
    first, second = np.unravel_index(np.argmax(np.abs(found)), found.shape)
    return int(first), int(second), float(found[first, second])


def study(file):
    first, second, correlation = closest(read_log(file))
    return f"quantities {first} and {second}: {correlation:.2f}"


# [end]


def make_log(steps=20_000, quantities=100, seed=8):
    """Random walks, two of which go together."""
    rng = np.random.default_rng(seed)
    log = np.cumsum(rng.normal(size=(steps, quantities)), axis=0)
    log[:, 42] = 0.5 * log[:, 7] + 0.1 * log[:, 42]
    return log


if __name__ == "__main__":
    if "--make" in sys.argv:
        np.save(sys.argv[1], make_log())
    print(study(sys.argv[1]))
