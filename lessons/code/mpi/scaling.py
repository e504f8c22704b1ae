"""How long `nearest_distances_of_all` takes on many nodes: a model to edit, without MPI.

    python scaling.py

Rank 0 has all points and references. It sends every node the references, and its share of the
points; each node computes; rank 0 gets the distances. Change the numbers in `Machine` to yours.
"""

from dataclasses import dataclass, replace
from math import log2

NODES = (1, 2, 4, 8, 16, 32, 64)
# [model]
BYTES = 8  # of a float


@dataclass(frozen=True)
class Machine:
    """What was measured on your machines: all in seconds and bytes."""

    pair: float = 2.95e-10  # one node with two cores computes one distance, brute force
    step: float = 11.4e-9  # one node goes one level down in a tree of references
    latency: float = 2e-6  # of one message, however short
    bandwidth: float = 12e9  # bytes per second of one network adapter


def computing(machine: Machine, points: float, references: int, *, tree: bool) -> float:
    """Return the seconds that a node needs for its share of the points."""
    if tree:
        return machine.step * log2(references) * points
    return machine.pair * references * points


def communicating(machine: Machine, nodes: int, n: int, references: int) -> float:
    """Return the seconds for `Bcast`, `Scatterv` and `Gatherv`; one node has nothing to send."""
    if nodes == 1:
        return 0.0
    rounds = log2(nodes)  # after each round of a broadcast, twice as many nodes have the data
    bcast = rounds * (machine.latency + 2 * BYTES * references / machine.bandwidth)
    others = n * (nodes - 1) / nodes  # points that leave rank 0, and whose distances come back
    scatterv = (nodes - 1) * machine.latency + 2 * BYTES * others / machine.bandwidth
    gatherv = (nodes - 1) * machine.latency + BYTES * others / machine.bandwidth
    return bcast + scatterv + gatherv


def seconds(
    nodes: int, n: int, references: int, machine: Machine = Machine(), *, tree: bool = False
) -> float:
    """Return how long one call takes with `n` points on rank 0."""
    share = computing(machine, n / nodes, references, tree=tree)
    return share + communicating(machine, nodes, n, references)


# [end]


def speedups(n: int, references: int, machine: Machine, *, tree: bool) -> list[float]:
    """Return how many times faster each number of nodes is than one: strong scaling."""
    one = seconds(1, n, references, machine, tree=tree)
    return [one / seconds(nodes, n, references, machine, tree=tree) for nodes in NODES]


def draw(axes, curves: dict[str, list[float]], colors=("C3", "C0", "C2", "C1")) -> None:
    """Draw the curves, both axes in powers of two."""
    ink = axes.xaxis.label.get_color()
    axes.loglog(NODES, NODES, "--", color=ink, linewidth=1.2, label="as many times as nodes")
    for (label, curve), color, marker in zip(curves.items(), colors, "osD^", strict=False):
        axes.loglog(NODES, curve, f"{marker}-", color=color, markersize=5, label=label)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_ticks(NODES, [str(nodes) for nodes in NODES])
        axis.set_ticks([], minor=True)
    axes.set(xlabel="nodes", ylabel="times faster than one node")


def main() -> None:
    """Print and draw what follows for one million points."""
    import matplotlib.pyplot as plt

    fast = Machine()
    slow = replace(fast, latency=50e-6, bandwidth=0.12e9)
    curves = {
        "brute force": speedups(1_000_000, 10_000, fast, tree=False),
        "brute force, slow network": speedups(1_000_000, 10_000, slow, tree=False),
        "tree": speedups(1_000_000, 10_000, fast, tree=True),
        "tree, slow network": speedups(1_000_000, 10_000, slow, tree=True),
    }
    for label, curve in curves.items():
        print(f"{label:26}", *(f"{speedup:6.2f}" for speedup in curve))
    figure, axes = plt.subplots(layout="constrained")
    draw(axes, curves)
    axes.legend()
    figure.savefig("scaling.png")
    print("The plot is in scaling.png.")


if __name__ == "__main__":
    main()
