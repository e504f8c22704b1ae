"""The largest step between readings that follow each other."""


def largest_step(readings: list[float]) -> float:
    """The largest step up or down; 0 where there are less than two readings."""
    largest = 0.0
    for i in range(1, len(readings)):
        largest = max(largest, abs(readings[i] - readings[i - 1]))
    return largest
