"""Windows' job object: an end for all that a program has started.

This can't be run where the workshop is written; tests check the layout of the structures alone.
"""

from __future__ import annotations

import ctypes
import subprocess
import sys
from typing import Any, ClassVar

_EXTENDED_LIMIT_INFORMATION = 9
_JOB_MEMORY, _DIE_ON_EXCEPTION, _KILL_ON_CLOSE = 0x200, 0x400, 0x2000
_HANDLE = "_handle"
"""Popen's own handle of the process: no public name gives it."""
_Fields = list[tuple[str, Any]]


class _Basic(ctypes.Structure):
    _fields_: ClassVar[_Fields] = [
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    ]


class _Extended(ctypes.Structure):
    _fields_: ClassVar[_Fields] = [
        ("BasicLimitInformation", _Basic),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    ]


def limits_of_a_job(memory: int | None) -> _Extended:
    """What holds for the programs of a job: they end with it, show no window, and share memory."""
    limits = _Extended()
    limits.BasicLimitInformation.LimitFlags = _DIE_ON_EXCEPTION | _KILL_ON_CLOSE
    if memory is not None:
        limits.BasicLimitInformation.LimitFlags |= _JOB_MEMORY
        limits.JobMemoryLimit = memory
    return limits


class WindowsJob:
    """Holds a program and all that it starts; closing it ends them all.

    Beyond `memory` bytes, which count for all of them together, an allocation fails.
    """

    def __init__(self, process: subprocess.Popen[str], memory: int | None = None) -> None:
        self._handle: Any = None
        if sys.platform != "win32":
            return
        limits = limits_of_a_job(memory)
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        self._handle = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
        size = ctypes.sizeof(limits)
        kernel.SetInformationJobObject(
            self._handle, _EXTENDED_LIMIT_INFORMATION, ctypes.byref(limits), size
        )
        own = ctypes.c_void_p(int(getattr(process, _HANDLE)))
        kernel.AssignProcessToJobObject(self._handle, own)

    def end(self) -> None:
        """End every program in the job."""
        if sys.platform != "win32" or self._handle is None:
            return
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.TerminateJobObject(self._handle, 1)
        kernel.CloseHandle(self._handle)
        self._handle = None
