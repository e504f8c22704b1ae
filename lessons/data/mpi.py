"""Measure `nearest_distances` on several ranks: scaling, messages, and what a model predicts.

The command is `python lessons/data/mpi.py`; `--quick` measures little, to try it. The ranks run
this file as well: `mpiexec -n 2 python -m mpi4py mpi.py TASK …`.
"""

from __future__ import annotations

import json
import os
import runpy
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "src"))

import numpy as np

SOLUTION = HERE.parents[1] / "solutions" / "bridges" / "mpi"
MODEL = HERE.parent / "code" / "mpi" / "scaling.py"
WAYS = ((1, 1), (2, 1), (1, 2), (2, 2))
"""Ranks, and threads of each."""
REFERENCES = 2_000
STRONG, WEAK = 200_000, 100_000
"""Points of all ranks together, and of each rank."""
DOUBLES = (1, 1_000, 100_000, 1_000_000)
ROUNDS = 15
PREDICTED = {"n": 1_000_000, "references": 10_000}


# What each rank does


def call(n: int, threads: int, rounds: int) -> dict | None:
    """Time each part of a call; a part takes as long as on the slowest rank."""
    os.environ["RAYON_NUM_THREADS"] = str(threads)
    import distances
    from mpi4py import MPI

    comm = MPI.COMM_WORLD
    rank, size = comm.Get_rank(), comm.Get_size()
    solution = SimpleNamespace(**runpy.run_path(str(SOLUTION / "nearest_mpi.py")))
    points = references = None
    if rank == 0:
        random = np.random.default_rng(0)
        points, references = random.normal(size=(n, 2)), random.normal(size=(REFERENCES, 2))
    expected = solution.nearest_distances_of_all(comm, points, references)
    rows = solution.shares(n, size)
    mine, result = np.empty((rows[rank], 2)), np.empty(n) if rank == 0 else None
    received = references if rank == 0 else np.empty((REFERENCES, 2))
    found = None

    def compute():
        nonlocal found
        found = distances.nearest_distances(mine, received)

    parts = {
        "bcast": lambda: comm.Bcast(received),
        "scatterv": lambda: comm.Scatterv([points, [2 * count for count in rows]], mine),
        "computing": compute,
        "gatherv": lambda: comm.Gatherv(found, [result, rows]),
    }
    times = {name: [] for name in (*parts, "total")}
    for _ in range(rounds):
        for name, part in parts.items():
            times[name].append(slowest(comm, part))
        whole = slowest(comm, lambda: solution.nearest_distances_of_all(comm, points, references))
        times["total"].append(whole)
    assert rank != 0 or np.array_equal(result, expected)
    return medians(times) if rank == 0 else None


def messages(rounds: int) -> dict | None:
    """Time collective calls on arrays, on objects, and a message there and back."""
    from mpi4py import MPI

    comm = MPI.COMM_WORLD
    rank, size = comm.Get_rank(), comm.Get_size()
    measured = {}
    for n in DOUBLES:
        whole, part = np.ones(n), np.empty(n)
        counts = [n // size + (r < n % size) for r in range(size)]
        mine = np.ones(counts[rank])
        parts = np.array_split(whole, size)
        ways = {
            "Bcast": lambda: comm.Bcast(whole),
            "Scatterv": lambda: comm.Scatterv([whole, counts], mine),
            "Gatherv": lambda: comm.Gatherv(mine, [part, counts]),
            "bcast": lambda: comm.bcast(whole),
            "scatter": lambda: comm.scatter(parts),
            "gather": lambda: comm.gather(mine),
            "there_and_back": lambda: there_and_back(comm, whole),
        }
        times = {}
        for name, way in ways.items():
            times[name] = [slowest(comm, way) for _ in range(rounds + 1)][1:]
        measured[str(n)] = medians(times)
    return measured if rank == 0 else None


def there_and_back(comm, array) -> None:
    """Send a message from rank 0 to rank 1, and back."""
    if comm.Get_rank() == 0:
        comm.Send(array, 1)
        comm.Recv(array, 1)
    else:
        comm.Recv(array, 0)
        comm.Send(array, 0)


def slowest(comm, part) -> float:
    """The seconds of a call on the rank that took longest; all begin together."""
    from mpi4py import MPI

    comm.Barrier()
    start = time.perf_counter()
    part()
    return comm.allreduce(time.perf_counter() - start, op=MPI.MAX)


def medians(times: dict[str, list[float]]) -> dict[str, float]:
    """The median of each."""
    return {name: statistics.median(measured) for name, measured in times.items()}


# What starts them


def mpiexec(ranks: int, *words: object) -> str:
    """Run a program on so many ranks, and return what it printed."""
    beside = Path(sys.executable).with_name("mpiexec")
    program = beside if beside.exists() else shutil.which("mpiexec")
    command = [str(word) for word in (program, "-n", ranks, sys.executable, *words)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def on_ranks(ranks: int, task: str, **arguments: int) -> dict:
    """Run a task of this file on so many ranks."""
    printed = mpiexec(ranks, "-m", "mpi4py", Path(__file__), task, json.dumps(arguments))
    return json.loads(printed)


def build(folder: Path) -> None:
    """Make the module in a release build, and let the ranks import it."""
    from workshop.rust.toolchain import build_environment, find_program

    root = HERE.parents[1]
    command = [find_program("cargo"), "build", "--offline", "--release", "--message-format=json"]
    built = subprocess.run(
        [*command, "-p", "bridges-mpi-solution"],
        cwd=root,
        env=build_environment(),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    told = [json.loads(line) for line in built.stdout.splitlines()]
    made = [x for x in told if x.get("target", {}).get("name") == "bridges_mpi_solution"]
    library = next(f for x in made for f in x.get("filenames", ()) if not f.endswith(".rlib"))
    shutil.copyfile(library, folder / "distances.abi3.so")
    os.environ["PYTHONPATH"] = str(folder)


def start_up(rounds: int) -> dict[str, float]:
    """The least seconds until a program with MPI has come to its end."""
    code = "from mpi4py import MPI"
    ways = {
        "python": lambda: subprocess.run([sys.executable, "-c", "pass"], check=True),
        "one_rank": lambda: mpiexec(1, "-c", code),
        "two_ranks": lambda: mpiexec(2, "-c", code),
    }
    times = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - start)
    return {name: min(measured) for name, measured in times.items()}


def predict(strong: dict, sent: dict) -> dict:
    """What the model says, with the costs measured here, and those of two networks."""
    model = SimpleNamespace(**runpy.run_path(str(MODEL)))
    other = {
        name: json.loads((HERE / f"{name}.json").read_text()) for name in ("distances", "trees")
    }
    n, threads = other["distances"]["threads"]["n"], other["distances"]["threads"]["wall"]
    tree, many = other["trees"]["seconds"]["uniform"]["2"]["1000000"]["tree"], 1_000_000
    most = str(DOUBLES[-1])
    here = model.Machine(
        pair=strong["1"]["1"]["computing"] / (STRONG * REFERENCES),
        latency=sent["1"]["there_and_back"] / 2,
        bandwidth=model.BYTES * DOUBLES[-1] / (sent[most]["there_and_back"] / 2),
    )
    node = replace(
        model.Machine(),
        pair=threads[max(threads, key=int)] / n**2,
        step=tree / (many * np.log2(many)),
    )
    slow = replace(node, latency=50e-6, bandwidth=0.12e9)
    ways = {
        "brute": (node, False),
        "brute_slow": (slow, False),
        "tree": (node, True),
        "tree_slow": (slow, True),
    }
    size = tuple(PREDICTED.values())
    speedups = {w: model.speedups(*size, m, tree=tree) for w, (m, tree) in ways.items()}
    return {
        "here": asdict(here),
        "model_of_two_ranks": model.seconds(2, STRONG, REFERENCES, here),
        "node": asdict(node),
        "slow_network": {"latency": slow.latency, "bandwidth": slow.bandwidth},
        **PREDICTED,
        "seconds": {
            way: {str(k): model.seconds(k, *size, m, tree=tree) for k in model.NODES}
            for way, (m, tree) in ways.items()
        },
        "speedup": {
            way: dict(zip(map(str, model.NODES), row, strict=True)) for way, row in speedups.items()
        },
    }


def main(*, quick: bool) -> None:
    """Measure all, and write it down."""
    from workshop.bench.measure import rounded, write_measurement

    rounds = 3 if quick else ROUNDS
    with tempfile.TemporaryDirectory() as name:
        build(Path(name))
        scaling: dict[str, dict] = {"strong": {}, "weak": {}}
        for ranks, threads in WAYS:
            for kind, n in (("strong", STRONG), ("weak", WEAK * ranks)):
                row = on_ranks(ranks, "call", n=n, threads=threads, rounds=rounds)
                scaling[kind].setdefault(str(ranks), {})[str(threads)] = row
                print(kind, ranks, threads, row)
        sent = on_ranks(2, "messages", rounds=2 * rounds)
        started = start_up(rounds)
    from mpi4py import MPI

    write_measurement(
        HERE / "mpi.json",
        command="python lessons/data/mpi.py",
        results={
            "unit": "wall time on the slowest rank, the median of several; of `start`, the least",
            "n": {"strong": STRONG, "weak_per_rank": WEAK, "references": REFERENCES},
            **rounded(scaling),
            "messages": rounded(sent),
            "start": rounded(started),
            "prediction": rounded(predict(scaling["strong"], sent)),
        },
        packages=("numpy", "mpi4py"),
        versions={"mpi": " ".join(MPI.Get_library_version().split()[:3])},
    )


if __name__ == "__main__":
    if sys.argv[1:2] in (["call"], ["messages"]):
        told = {"call": call, "messages": messages}[sys.argv[1]](**json.loads(sys.argv[2]))
        if told is not None:
            print(json.dumps(told))
    else:
        main(quick="--quick" in sys.argv)
