"""TOML of the material, or a sentence that names the line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from workshop.base.errors import MaterialError

_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


def parse_toml(text: str, file: Path) -> dict[str, Any]:
    """The keys and values of TOML that stands in `file`."""
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise MaterialError(f"{file}:1: it is nested too deeply.") from error
    except ValueError as error:  # also an integer with thousands of digits
        found = _AT_LINE.search(str(error))
        line = found[1] if found and found[1] else text.count("\n") + 1
        problem = _AT_LINE.sub("", str(error))
        raise MaterialError(f"{file}:{line}: this isn't TOML: {problem}.") from error
