"""The memory that this process holds, and what a call adds: its peak above what was held before."""

from __future__ import annotations

import re
import sys
from pathlib import Path

MIB = 2**20
_CLEAR, _STATUS = Path("/proc/self/clear_refs"), Path("/proc/self/status")


class PeakMemory:
    """Made before a call, and asked after it."""

    def __init__(self) -> None:
        self._before = held()
        self._old_peak = 0 if _forget_peak() else _peak()

    @property
    def mib(self) -> float:
        """MiB above the start; 0 below an earlier peak, where the system can't reset that."""
        peak = _peak()
        return max(peak - self._before, 0) / MIB if peak > self._old_peak else 0.0


def held() -> int:
    """The bytes that this process holds, when all that is free was given back."""
    import gc

    import psutil

    gc.collect()
    _return_free_memory()
    return int(psutil.Process().memory_info().rss)


def _return_free_memory() -> None:
    """Give back what was freed, or the call would take it again, and it would not count."""
    if sys.platform == "linux":
        import ctypes

        if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):  # musl has none
            trim(0)


def _forget_peak() -> bool:
    """Let the peak start again at what is held now; only Linux can do that."""
    try:
        _CLEAR.write_text("5", encoding="ascii")
    except OSError:
        return False
    return True


def _peak() -> int:
    """The most bytes that this process has held at once."""
    if _STATUS.is_file() and (
        found := re.search(r"(?m)^VmHWM:\s*(\d+) kB", _STATUS.read_text(encoding="utf-8"))
    ):
        return int(found[1]) * 1024
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
