"""Every link, image and include of every Markdown file leads somewhere."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from documents import ROOT, Link, anchors, fences, links, must_be_none, text_of, tracked_files

DOCUMENTS = [file for file in tracked_files() if file.suffix == ".md"]
LINKS = [link for file in DOCUMENTS for link in links(file)]
LABELS = frozenset(label for file in DOCUMENTS for label in anchors(file))


def is_external(link: Link) -> bool:
    return bool(urlsplit(link.target).scheme)


def fault(link: Link) -> str:
    """What is wrong with a link inside the repository, or nothing."""
    path, _, anchor = unquote(link.target).partition("#")
    if not path:
        return "" if anchor in anchors(link.file) | LABELS else f"no heading or label {anchor!r}"
    target = (link.file.parent / path).resolve()
    if not target.is_relative_to(ROOT):
        return "leads out of the repository"
    if not target.exists():
        return "there is no such file"
    if anchor and target.suffix == ".md" and anchor not in anchors(target):
        return f"{path} has no heading {anchor!r}"
    return ""


def test_the_material_has_links() -> None:
    assert len(DOCUMENTS) > 10
    assert len(LINKS) > 50


def test_links_inside_the_repository_lead_somewhere() -> None:
    inside = [link for link in LINKS if not is_external(link) and not is_generated(link)]
    must_be_none([f"{link}: {what}" for link in inside if (what := fault(link))])


def is_generated(link: Link) -> bool:
    """Figures are drawn, and npm's files fetched, before the pages are built."""
    target = (link.file.parent / link.target.partition("#")[0]).resolve()
    return "node_modules" in target.parts or "_build" in target.parts


def test_external_links_are_well_formed() -> None:
    def fault(link: Link) -> str:
        parts = urlsplit(link.target)
        if parts.scheme == "mailto":
            return ""
        host = parts.hostname or ""
        return "" if parts.scheme == "https" and "." in host else "not https, or no host"

    outside = [link for link in LINKS if is_external(link)]
    must_be_none([f"{link}: {what}" for link in outside if (what := fault(link))])


def test_included_parts_have_their_markers() -> None:
    missing = []
    for fence in (fence for file in DOCUMENTS for fence in fences(file)):
        if fence.name != "literalinclude":
            continue
        source = fence.location.file.parent / fence.argument
        text = text_of(source) if source.is_file() else ""
        for option in ("start-after", "end-before", "start-at", "end-at"):
            marker = fence.options.get(option, "").strip("\"'")
            if marker not in text:
                missing.append(f"{fence}: {source.name} has no {marker!r}")
    must_be_none(missing)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](missing.md)", "there is no such file"),
        ("[a](#nowhere-at-all)", "no heading or label 'nowhere-at-all'"),
        ("[a](../../README.md)", "leads out of the repository"),
        ("![a](README.md)", ""),
        ("<img src='missing.png'>", "there is no such file"),
        ("```{literalinclude} missing.rs\n```", "there is no such file"),
        ("# One owner\n\n[a](#one-owner)", ""),
        (":::{note}\n[a](missing.md)\n:::", "there is no such file"),
    ],
)
def test_broken_links_are_found(
    text: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    monkeypatch.setattr("documents.ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text(f"{text}\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("# Read\n", encoding="utf-8")
    assert [fault(link) for link in links(page)] == [expected]
