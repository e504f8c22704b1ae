"""Python: the same small function, whose call costs what a call costs without a bridge."""


def half(x):
    """Return half of `x`."""
    return x / 2.0
