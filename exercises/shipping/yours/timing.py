"""Time both versions with the arguments of `large`: run `python timing.py` in a terminal.

The port is a release build. The two take turns, and the fastest of their rounds counts.
"""

import timeit

import before
import cases

from workshop.notebook import load

ROUNDS = 7
ENOUGH = 0.05  # seconds of a round: a short call is repeated


def rounds_of(function, arguments):
    """A timer for one version, and how many calls make a round."""
    timer = timeit.Timer(lambda: function(*arguments))
    once = min(timer.repeat(3, 1))
    return timer, max(1, int(ENOUGH / max(once, 1e-9)))


def main():
    """Print the time of one call of each version, and their ratio."""
    modules = {"before": before, "after": load("shipping-yours", release=True)}
    timers = {
        name: rounds_of(getattr(module, cases.FUNCTION), cases.large())
        for name, module in modules.items()
    }
    seconds = dict.fromkeys(timers, float("inf"))
    for _ in range(ROUNDS):
        for name, (timer, calls) in timers.items():
            seconds[name] = min(seconds[name], timer.timeit(calls) / calls)
    for name, one_call in seconds.items():
        print(f"{name:>6}: {1000 * one_call:.3g} ms")
    ratio = seconds["before"] / seconds["after"]
    print(f"The port is {ratio:.1f} times as fast.")


if __name__ == "__main__":
    main()
