"""Links that open an episode in a session of Binder's, as a table in Markdown."""

from __future__ import annotations

import tomllib
from pathlib import Path
from urllib.parse import quote, urlsplit

from workshop.base.errors import MaterialError
from workshop.course.catalog import Catalog
from workshop.course.declarations import read_text

_NOBODY = "OWNER"
_UNPUBLISHED = (
    "This workshop has not been published yet, so these links lead nowhere: "
    f"`{_NOBODY}` stands for the account that will publish it.\n"
)
_BINDER = "https://mybinder.org/v2/gh/{}/main?urlpath={}"


def repository(root: Path) -> str:
    """The owner and the name of the repository, from its only home, `pyproject.toml`."""
    file = root / "pyproject.toml"
    address: str = tomllib.loads(read_text(file))["project"]["urls"]["repository"]
    parts = urlsplit(address)
    path = parts.path.strip("/").removesuffix(".git")
    if parts.hostname != "github.com" or path.count("/") != 1:
        problem = f"the launch links need an address on GitHub, not {address!r}"
        raise MaterialError(f"{file}:1: {problem}.")
    return path


def launch_link(root: Path, page: str) -> str:
    """The address that opens a page of `work/` in JupyterLab."""
    return _BINDER.format(repository(root), quote(f"lab/tree/{page}"))


def launch_table(catalog: Catalog) -> str:
    """A row for each episode, with its link; before that, whether the links lead anywhere."""
    owner = repository(catalog.root).partition("/")[0]
    rows = [_UNPUBLISHED] if owner == _NOBODY else []
    rows += ["| part | open the episode on Binder |", "|---|---|"]
    for episode in catalog.episodes:
        link = launch_link(catalog.root, f"lessons/{episode.file.stem}.ipynb")
        rows.append(f"| {episode.part} | [{episode.title}]({link}) |")
    return "\n".join(rows)
