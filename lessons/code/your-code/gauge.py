"""Floods at a river gauge: read a week of water levels, smooth them, find peaks and floods.

`python gauge.py levels.npz`; with `--make` it writes such a file first.
"""

import math
import sys

import numpy as np

DAY = 86_400
"""Readings of a day: one each second."""
LIMIT = 4.5
"""Meters; above it, the meadows are under water."""


# [smooth]
def smooth(readings, weight):
    """Smooth readings: each result is the last one, moved by `weight` toward the reading.

    `weight` is between 0 and 1. A reading of NaN is a gap: the last result stays.
    """
    if not 0 < weight <= 1:
        raise ValueError("weight must be above 0, and at most 1")
    smoothed = []
    last = None
    for reading in readings:
        if not math.isnan(reading):
            last = reading if last is None else last + weight * (reading - last)
        smoothed.append(last)
    return smoothed


# [end]


# [scipy]
def smooth_with_scipy(readings, weight):
    """The same for an array: filter the readings between the gaps, then fill the gaps."""
    from scipy.signal import lfilter

    if not 0 < weight <= 1:
        raise ValueError("weight must be above 0, and at most 1")
    there = ~np.isnan(readings)
    known = readings[there]
    smoothed = np.full(len(readings), np.nan)
    if len(known) == 0:
        return smoothed
    results, _ = lfilter([weight], [1, weight - 1], known, zi=[(1 - weight) * known[0]])
    numbers = np.cumsum(there) - 1  # of the last result before or at each reading
    started = numbers >= 0
    smoothed[started] = results[numbers[started]]
    return smoothed


# [end]


# [program]
def read_levels(file):
    return np.load(file)["levels"]


def find_peaks(levels):
    """The highest level of each day."""
    return np.nanmax(levels.reshape(-1, DAY), axis=1)


def find_floods(levels, limit):
    """The first second of each flood of ten minutes or more, and the first one after it."""
    above = np.concatenate([[False], levels > limit, [False]])
    floods = np.flatnonzero(above[1:] != above[:-1]).reshape(-1, 2)
    return floods[floods[:, 1] - floods[:, 0] >= 600]


def report(peaks, floods):
    days = [f"day {day}: {peak:.2f} m" for day, peak in enumerate(peaks, 1)]
    hours = [f"flood of {(last - first) / 3600:.1f} hours" for first, last in floods]
    return "\n".join(days + hours)


def study(file):
    levels = read_levels(file)
    smoothed = np.array(smooth(levels.tolist(), 0.001), dtype=float)
    return report(find_peaks(smoothed), find_floods(smoothed, LIMIT))


# [end]


def make_levels(days=7, seed=4):
    """Levels of a river in spring, with waves, and with gaps where the sensor froze."""
    rng = np.random.default_rng(seed)
    time = np.arange(days * DAY)
    levels = 3.5 + 1.5 * np.sin(time / (1.7 * DAY)) + rng.normal(0.0, 0.2, len(time))
    for start in rng.integers(0, len(time), 20 * days):
        levels[start : start + rng.integers(1, 300)] = np.nan
    levels[:5] = np.nan
    return np.round(levels, 3)


def write_levels(file):
    np.savez_compressed(file, levels=make_levels())


if __name__ == "__main__":
    if "--make" in sys.argv:
        write_levels(sys.argv[1])
    print(study(sys.argv[1]))
