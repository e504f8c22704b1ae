"""The function before it is ported: replace it by your own."""

import math


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
