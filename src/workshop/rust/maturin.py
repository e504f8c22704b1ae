"""Build the wheel of one crate with maturin, offline, and read what it says."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import threading
import zipfile
from pathlib import Path

from workshop.base.digest import digest_of
from workshop.base.notify import Notify
from workshop.process.sandbox import Child, running
from workshop.rust.cargo import (
    SHOW_PROGRESS,
    BuildResult,
    CargoProgress,
    Product,
    cargo_command,
    over_time,
    reason,
    run_cargo,
)
from workshop.rust.toolchain import build_environment, find_program
from workshop.rust.workspace import Crate

_AS_MATURIN = ("rustc", "--lib", "--crate-type", "cdylib", "--offline")
"""The command by which maturin builds: with it and its environment nothing is compiled twice."""
_CONFIG = re.compile(r'PYO3_CONFIG_FILE="([^"]+)"')
_MANY_PYTHONS = re.compile(r'"(?:pyo3/)?abi3')
"""The feature of PyO3 in a manifest that asks for one wheel for many Pythons."""


def build_wheel(
    crate: Crate,
    target: Path,
    folder: Path,
    *,
    release: bool = False,
    limit: float,
    notify: Notify,
    cancel: threading.Event | None,
) -> BuildResult:
    """Build a wheel into a new folder below `folder`, which whoever runs it removes.

    `limit` is as in `run_cargo`. Maturin does not pass cargo's JSON on. So a compile error is read
    from a second run, by cargo.
    """
    environment = build_environment() | SHOW_PROGRESS
    profile = ["--release"] if release else []
    command = [find_program("maturin", environment["PATH"]), "build", "--offline", *profile]
    command += ["--interpreter", sys.executable, "--manifest-path", str(crate.manifest)]
    wheels, end = Path(tempfile.mkdtemp(prefix="wheel-", dir=folder)), None
    command += ["--target-dir", str(target), "--out", str(wheels)]
    progress = CargoProgress(crate.folder.resolve(), notify)
    try:
        with running(
            lambda: Child(
                command, folder=crate.folder, environment=environment, on_error=progress.read
            )
        ) as child:
            end = child.wait(lambda: progress.seconds_left(limit), cancel)
    finally:
        if end is None or end.status != 0:
            shutil.rmtree(wheels, ignore_errors=True)
    if end.status is None:
        return BuildResult(None, trouble=over_time(limit))
    if end.status == 0:
        wheel = next(wheels.glob("*.whl"))
        made = Product(_digest_of_libraries(wheel), reused=not progress.compiled)
        return BuildResult(wheel, products=(made,))
    if f"could not compile `{crate.package}`" in end.errors:
        # Where a wheel is for many Pythons (abi3), maturin configures PyO3 by a file it names.
        config = _CONFIG.search(end.errors)
        built = run_cargo(
            cargo_command([*_AS_MATURIN, *profile], crate.folder, target),
            crate.folder,
            environment={"PYO3_CONFIG_FILE": config[1]} if config else {},
            limit=limit,
            notify=notify,
            cancel=cancel,
        )
        if built.errors:
            return built
    before, _, own_words = end.errors.rpartition("💥 maturin failed\n")
    if "`cargo metadata` exited" in own_words and before:
        own_words = before  # cargo has said it
    return BuildResult(None, trouble="Maturin could not build the wheel" + reason(own_words))


def configuration(crate: Path, target: Path) -> dict[str, str]:
    """The variable by which maturin configures PyO3 for the crate in a folder, if it has done so.

    Cargo gets it too where it follows maturin: with another value, each compiles PyO3 again.
    """
    try:
        text = (crate / "Cargo.toml").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    pattern = f"pyo3-config-*-{sys.version_info.major}.{sys.version_info.minor}-abi3.txt"
    folder = target.resolve() / "maturin"  # as maturin names it
    files = list(folder.glob(pattern)) if _MANY_PYTHONS.search(text) else []
    return {"PYO3_CONFIG_FILE": str(files[0])} if len(files) == 1 else {}


def _digest_of_libraries(wheel: Path) -> str:
    """A digest of what was compiled; the other files of a wheel are read at each build."""
    with zipfile.ZipFile(wheel) as archive:
        return digest_of(
            *(archive.read(name) for name in archive.namelist() if name.endswith((".so", ".pyd")))
        )
