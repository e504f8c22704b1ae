"""What repo2docker would build from the repository: packages, environment, versions."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from workshop.base.errors import EnvironmentBroken

USER, NUMBER = "jovyan", 1000
HOME = f"/home/{USER}"
_ENVIRONMENT = "buildpacks/conda/environment.py-{}-linux-64.lock"
_PINNED = ("python", "jupyterlab", "notebook", "nodejs")


@dataclass(frozen=True)
class Recipe:
    """The parts of the printed Dockerfile that a rehearsal follows."""

    base: str
    packages: tuple[str, ...]
    environment: Mapping[str, str]
    versions: Mapping[str, str]
    entrypoint: str


def read_recipe(clone: Path) -> Recipe:
    """Ask repo2docker what it would do with the clone; it builds nothing."""
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug"]
    command += ["--user-id", str(NUMBER), "--user-name", USER, "."]
    done = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)
    text = done.stdout + done.stderr
    if done.returncode or "RUN ./binder/postBuild" not in text:
        raise EnvironmentBroken(f"repo2docker does not accept the repository:\n{text[-2000:]}")
    [base] = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    values = {"USER": USER, "HOME": HOME, "NB_USER": USER, "NB_UID": str(NUMBER)}
    values |= {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
    packages = dict[str, None]()
    for line in lines:
        if found := re.match(r"(?:ENV|ARG) (.+=.*)", line):
            for name, value in re.findall(r'(\w+)="?([^"\s]*)"?', found[1]):
                values[name] = _expanded(value, values)
        for found in re.findall(r"apt-get(?: -qq)? install ([^>&|]*)", line):
            packages |= dict.fromkeys(word for word in found.split() if not word.startswith("-"))
    return Recipe(
        base.removeprefix("docker.io/library/"),
        tuple(packages),
        values,
        _versions(text),
        values["R2D_ENTRYPOINT"],
    )


def _expanded(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\$\{(\w+)\}|\$(\w+)", lambda one: values.get(one[1] or one[2], ""), text)


def _versions(text: str) -> dict[str, str]:
    """The versions of the service's own environment, from the list that repo2docker carries."""
    [python] = re.findall(r"conda environment for python=(\S+)", text)
    found = find_spec("repo2docker")
    assert found is not None and found.origin is not None  # noqa: S101, PT018 - it has just run
    lock = Path(found.origin).parent / _ENVIRONMENT.format(python)
    names = "|".join(_PINNED)
    listed = re.findall(rf"/({names})-(\d[\w.]*)-[^/]*$", lock.read_text(), re.MULTILINE)
    return dict(listed)
