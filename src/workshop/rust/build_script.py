"""What a build script says when it fails, such as a C compiler's errors, without cargo's words."""

from __future__ import annotations

import re

_FAILED = re.compile(
    r"^error: failed to run custom build command for `(?P<crate>\S+) v\S+ \(.+\)`$", re.MULTILINE
)
"""The brackets with a path tell a crate of ours from one of the registry."""
_OWN_ERRORS = "  --- stderr"
_COMMAND = "error occurred in cc-rs: "
"""A line that repeats the whole command of the C compiler."""
_LINES = 20


def failure(errors: str) -> str | None:
    """The sentence and the lines for a build script that failed, from cargo's standard error.

    None where something else failed, or the script has said nothing. Cargo puts a prefix before
    each line of a compiler that the script passes on, and prints everything once more below.
    """
    found = _FAILED.search(errors)
    if found is None:
        return None
    prefix = re.compile(rf"(?:warning|error): {re.escape(found['crate'])}@\S+: ?")
    before, _, after = errors.partition(found[0])
    said = [prefix.sub("", line, count=1) for line in before.splitlines() if prefix.match(line)]
    own = after.partition(f"{_OWN_ERRORS}\n")[2].splitlines()
    said += [line.removeprefix("  ") for line in own if not line.strip().startswith(_COMMAND)]
    text = "\n".join(said).strip().splitlines()[:_LINES]
    return "\n".join(["The build script `build.rs` failed:", *text]) if text else None
