"""Calls `nearest_distances` in a process of its own, and prints which thread did how much.

The call that counts is so long that all threads together compute for a third of a second.
"""

import json
import time

import numpy as np
import psutil
from distances import nearest_distances

try:
    import resource
except ModuleNotFoundError:  # on Windows nobody counts how often a thread waits
    resource = None

ENOUGH = 0.3
REFERENCES = np.random.default_rng(2).normal(size=(2000, 2))

process = psutil.Process()


def seconds_of_each_thread() -> dict[int, float]:
    """Of those that are alive."""
    return {thread.id: thread.user_time + thread.system_time for thread in process.threads()}


def waits() -> int:
    """How often a thread of this process has stopped to wait for something."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_nvcsw if resource else 0


def measure(rows: int) -> dict[str, float]:
    """CPU time of one call in seconds, the shares of two threads, and waits for each row."""
    points = np.random.default_rng(3).normal(size=(rows, 2))
    waited, by_thread = waits(), seconds_of_each_thread()
    caller, seconds = time.thread_time(), time.process_time()
    nearest_distances(points, REFERENCES)
    caller, seconds = time.thread_time() - caller, time.process_time() - seconds
    waited = waits() - waited
    used = [now - by_thread.get(id, 0.0) for id, now in seconds_of_each_thread().items()]
    return {
        "seconds": seconds,
        "caller": caller / seconds,
        "busiest": max(used) / seconds,
        "waits": waited / rows,
    }


threads = process.num_threads()
rows = 32000
while (measured := measure(rows))["seconds"] < ENOUGH:
    rows *= 2
print(json.dumps({**measured, "threads": threads}))
