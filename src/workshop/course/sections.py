"""The sections of a page: how a heading is shown, and its anchor in the book."""

from __future__ import annotations

import re


def plain(heading: str) -> str:
    """A heading's text as it is shown: no backticks, no stars."""
    return re.sub(r"[`*]", "", heading)


def slug(heading: str) -> str:
    """A heading's anchor in the book."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
