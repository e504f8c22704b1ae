"""The largest step between readings that follow each other."""


def largest_step(readings: list[float]) -> float:
    """The largest step up or down; 0 where there are less than two readings."""
    # TODO: compare each reading with the one before it.
    return 0.0
