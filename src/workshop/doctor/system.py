"""Checks of the system: space, permissions, network and cargo settings, downloads."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from workshop.bootstrap import remedies
from workshop.bootstrap.environment import cargo_home
from workshop.bootstrap.steps import SPACE
from workshop.doctor.finding import Finding, Machine, fail, fail_by, ok, warn
from workshop.prefetch.status import READY, read_status

_GIGA = 1e9
_MEMORY = 1.9e9
_LONG = 120
"""Characters of a clone's path on Windows, below which cargo's file names stay under 260."""
_VERSION = Path("/proc/version")
_CGROUPS = Path("/sys/fs/cgroup")
_BUILD_VARIABLES = (
    "CARGO_TARGET_DIR",
    "CARGO_BUILD_TARGET_DIR",
    "CARGO_BUILD_BUILD_DIR",
    "CARGO_BUILD_TARGET",
    "CARGO_BUILD_RUSTFLAGS",
    "CARGO_ENCODED_RUSTFLAGS",
    "RUSTFLAGS",
    "RUSTUP_TOOLCHAIN",
    "RUSTC",
)
_PROGRAM_VARIABLES = tuple(
    f"{start}{name}"
    for start in ("", "CARGO_BUILD_")
    for name in ("RUSTC", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER")
)
_PROGRAM_SETTINGS = ("rustc", "rustc-wrapper", "rustc-workspace-wrapper")
_CERTIFICATES = (
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE",
    "PIP_CERT",
    "CARGO_HTTP_CAINFO",
    "NODE_EXTRA_CA_CERTS",
)


def disk(machine: Machine) -> Finding:
    """Room for the environment, the compiled crates and the book."""
    free = shutil.disk_usage(machine.root).free
    found = f"{free / _GIGA:.1f} GB are free"
    made = (machine.root / "work" / "target").is_dir()
    if free < (SPACE / 5 if made else SPACE):
        return fail(
            "disk", found, "Free some space, or move the clone to a larger disk: 3 GB is enough."
        )
    return ok("disk", found)


def memory(_machine: Machine) -> Finding:
    """Enough memory to compile PyO3 beside JupyterLab."""
    total = _memory()
    if total is None:
        return ok("memory", "not known on this system")
    limit = memory_limit()
    found = f"{total / _GIGA:.1f} GB"
    if limit is not None and limit < total:
        total, found = limit, f"{limit / _GIGA:.1f} GB, the limit of this session"
    if total < _MEMORY:
        return warn("memory", found, "Close other programs while something compiles.")
    return ok("memory", found)


def permission(machine: Machine) -> Finding:
    """Whether the folders can be written that cargo, uv and the kit write to."""
    cargo = cargo_home(machine.environment)
    folders = [machine.root, machine.root / "work", cargo, Path(tempfile.gettempdir())]
    locked = [str(folder) for folder in folders if folder.is_dir() and not _can_write(folder)]
    if locked:
        todo = "Make your user their owner, or clone again, without sudo, into your home folder."
        return fail("permission", f"not writable: {', '.join(locked)}", todo)
    return ok("permission", "all folders can be written")


def network_settings(machine: Machine) -> Finding:
    """Proxy and certificates, as far as variables tell."""
    names = [n for n in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY") if machine.environment.get(n)]
    files = {n: machine.environment[n] for n in _CERTIFICATES if machine.environment.get(n)}
    gone = [
        f"{name}={file}"
        for name, file in files.items()
        if not any(Path(part).exists() for part in file.split(os.pathsep))
    ]
    if gone:
        todo = "Correct or unset these variables, or downloads fail."
        return fail("network", f"certificates that do not exist: {', '.join(gone)}", todo)
    proxy = f"proxy set by {', '.join(names)}" if names else "no proxy"
    certificates = f"from {', '.join(files)}" if files else "of the system"
    return ok("network", f"{proxy}; certificates {certificates}")


def downloads(machine: Machine) -> Finding:
    """Whether everything has been fetched and built ahead."""
    now = read_status(machine.root)
    if now.ready:
        return ok("downloads", READY)
    if now.running:
        return warn("downloads", now.line, "Leave the network on until it is done.")
    todo = "`workshop lab`, with a network, gets and builds the rest in the background."
    return warn("downloads", now.line, todo)


def wsl(machine: Machine) -> Finding:
    """In WSL: not on a disk of Windows."""
    name = "WSL"
    if not _VERSION.is_file() or "microsoft" not in _VERSION.read_text(encoding="utf-8").lower():
        return ok(name, "not used")
    if re.match(r"/mnt/[a-z]/", f"{machine.root}/"):
        todo = "Builds are many times slower there, saves go unnoticed: clone below ~ instead."
        return warn(name, f"{machine.root} is on a Windows disk", todo)
    return ok(name, "the clone is on a Linux disk")


def place(machine: Machine) -> Finding:
    """Whether Python and Rust can work in a folder of this name."""
    unusable = remedies.unusable_path(machine.root)
    return fail_by("folder", unusable) if unusable else ok("folder", str(machine.root))


def long_paths(machine: Machine) -> Finding:
    """On Windows: cargo's file names are long."""
    if sys.platform != "win32":
        return ok("long paths", "no limit on this system")
    if len(str(machine.root)) > _LONG and not _long_paths_allowed():
        todo = r"Clone into a shorter path, for example C:\Users\you\workshop."
        return warn("long paths", f"the clone's path has {len(str(machine.root))} characters", todo)
    return ok("long paths", "short enough")


def cargo_settings(machine: Machine) -> Finding:
    """Variables and settings that change where or how cargo builds."""
    values = {name: machine.environment.get(name) for name in _BUILD_VARIABLES}
    found = [f"{name}={value}" for name, value in values.items() if value]
    found += _settings(cargo_home(machine.environment) / "config.toml")
    if found:
        todo = (
            "They override the workshop's own settings: PyO3 may be compiled again and again.\n"
            "Unset them in the terminal where you start the workshop."
        )
        return warn("cargo's settings", "; ".join(found), todo)
    return ok("cargo's settings", "no conflict")


def compiler_programs(machine: Machine) -> Finding:
    """Whether the compiler and the wrapper that somebody has set for cargo are there."""
    name, file = "compiler wrapper", cargo_home(machine.environment) / "config.toml"
    build, values = _build_table(file), machine.environment
    set_programs = {each: values[each] for each in _PROGRAM_VARIABLES if values.get(each)}
    set_programs |= {
        f"build.{key} in {file}": str(build[key]) for key in _PROGRAM_SETTINGS if build.get(key)
    }
    missing = [
        f"{setting} names {program}, which is no program"
        for setting, program in set_programs.items()
        if not shutil.which(program, path=values.get("PATH"))
    ]
    if missing:
        todo = "Cargo can't start the compiler: unset this, or install the program."
        return fail(name, "; ".join(missing), todo)
    return ok(name, ", ".join(set_programs) or "none is set")


def _settings(file: Path) -> list[str]:
    build = _build_table(file)
    keys = ("target-dir", "target", "rustflags", "build-dir")
    return [f"build.{key} in {file}" for key in keys if key in build]


def _build_table(file: Path) -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError):
        build = tomllib.loads(file.read_text(encoding="utf-8")).get("build")
        return build if isinstance(build, dict) else {}
    return {}


def _memory() -> int | None:
    if sys.platform != "win32":
        with contextlib.suppress(OSError, ValueError):
            return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with contextlib.suppress(ImportError):
        import psutil

        return int(psutil.virtual_memory().total)
    return None


def memory_limit(groups: Path = Path("/proc/self/cgroup"), mounted: Path = _CGROUPS) -> int | None:
    """The bytes that this container may use, which its system's memory doesn't tell; None: all.

    Each line of `groups` is `NUMBER:CONTROLLERS:PATH`; a limit of an outer group holds as well. In
    a container the group often is the root of what is mounted, whatever its path says.
    """
    found = list[int]()
    with contextlib.suppress(OSError):
        for line in groups.read_text(encoding="utf-8").splitlines():
            _number, controllers, path = line.split(":", 2)
            if controllers not in {"", "memory"}:
                continue
            base = mounted / controllers
            name = "memory.limit_in_bytes" if controllers else "memory.max"
            folder = base / path.lstrip("/")
            for place in (folder, *folder.parents):
                if place.is_relative_to(base):
                    with contextlib.suppress(OSError, ValueError):  # `max` is no number
                        found.append(int((place / name).read_text(encoding="utf-8")))
    return min(found, default=None)


def _can_write(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _long_paths_allowed() -> bool:
    if sys.platform == "win32":
        import winreg

        with contextlib.suppress(OSError):
            path = r"SYSTEM\CurrentControlSet\Control\FileSystem"
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path) as key:
                return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
    return False
