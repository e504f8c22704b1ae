"""The links that open an episode in the browser: their form, and that they lead to a page."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from workshop.base.errors import MaterialError
from workshop.course.catalog import Catalog
from workshop.publish import launch_links
from workshop.publish.directives import Page, render
from workshop.publish.launch_links import launch_link, launch_table, repository

LINK = re.compile(r"\| \[(.+)\]\((\S+)\) \|")
BADGE = re.compile(r"\(https://mybinder\.org/badge_logo\.svg\)\]\((\S+)\)")


def opened(link: str) -> str:
    """The page below `work/` that a link opens, after its form was looked at."""
    parts = urlsplit(link)
    assert (parts.scheme, parts.hostname) == ("https", "mybinder.org")
    assert re.fullmatch(r"/v2/gh/[\w.-]+/[\w.-]+/main", parts.path)
    [path] = parse_qs(parts.query, strict_parsing=True)["urlpath"]
    assert path.startswith("lab/tree/")
    return path.removeprefix("lab/tree/")


def test_every_episode_has_a_link_in_the_books_order(root: Path) -> None:
    catalog = Catalog(root)
    links = LINK.findall(launch_table(catalog))
    assert [(title, opened(link)) for title, link in links] == [
        (episode.title, f"lessons/{episode.file.stem}.ipynb") for episode in catalog.episodes
    ]


def test_links_that_lead_nowhere_are_said_to(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = Catalog(root)
    for name, said in (("OWNER/workshop", True), ("someone/workshop", False)):
        monkeypatch.setattr(launch_links, "repository", lambda _, name=name: name)
        assert launch_table(catalog).startswith("This workshop has not been published") == said


def test_the_box_of_a_page_is_the_table(root: Path) -> None:
    catalog = Catalog(root)
    assert render("workshop-launch", "", "", Page(catalog, None)) == launch_table(catalog)
    assert ":::{workshop-launch}" in (root / "book" / "browser.md").read_text(encoding="utf-8")


def test_the_badge_opens_the_first_episode(root: Path) -> None:
    first = f"lessons/{Catalog(root).episodes[0].file.stem}.ipynb"
    [badge] = BADGE.findall((root / "README.md").read_text(encoding="utf-8"))
    assert badge == launch_link(root, first)
    assert opened(badge) == first


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://github.com/someone/workshop", "someone/workshop"),
        ("https://github.com/someone/work.shop.git", "someone/work.shop"),
        ("https://github.com/someone/workshop/", "someone/workshop"),
    ],
)
def test_the_address_has_one_home(tmp_path: Path, address: str, found: str) -> None:
    text = f'[project.urls]\nrepository = "{address}"\n'
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    assert repository(tmp_path) == found
    assert launch_link(tmp_path, "lessons/a b.ipynb").endswith("=lab/tree/lessons/a%20b.ipynb")


@pytest.mark.parametrize("address", ["https://example.org/a/b", "https://github.com/someone"])
def test_an_address_of_another_form_is_refused(tmp_path: Path, address: str) -> None:
    text = f'[project.urls]\nrepository = "{address}"\n'
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    with pytest.raises(MaterialError, match=r"pyproject\.toml:1: the launch links need"):
        repository(tmp_path)
