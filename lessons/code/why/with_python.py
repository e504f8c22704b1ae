"""The two functions in plain Python; numba compiles the same source."""


def smooth(readings, weight):
    """Let each reading follow the one before: exponential smoothing, in place."""
    for i in range(1, len(readings)):
        readings[i] = weight * readings[i] + (1.0 - weight) * readings[i - 1]


def half(x):
    """Half of a number: hardly any work, so its time is that of a call."""
    return 0.5 * x
