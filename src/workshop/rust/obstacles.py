"""What stops a build and is not in the learner's code: the machine, or what was built before."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace

from workshop.base.ansi import plain
from workshop.rust.cargo import BuildResult
from workshop.rust.diagnostics import Diagnostic
from workshop.rust.folding import unfolded
from workshop.rust.workspace import Crate

_UNREADABLE = {"E0460", "E0461", "E0514", "E0786"}
"""A crate was found that this compiler did not make, or whose file is damaged."""
_DAMAGED = re.compile(
    r"can't find crate for `\w+` which `\w+` depends on|extern location for \w+ (does not|is of)"
    r"|file format not|file truncated|malformed archive|could not parse/generate dep info"
    r"|failed to (read|parse|open|create|write|remove)[^\n]*\btarget/|the compiler unexpectedly"
    r"|required to be available in \w+ format|not a directory",
    re.IGNORECASE,
)
_REMEDIES = {
    r"linker `.*` not found|could not exec the linker": (
        "Rust can't link a program: the linker that it starts isn't there. `workshop doctor` says "
        "how to get one."
    ),
    r"no space left|os error 28|disk quota": (
        "The disk is full, so nothing could be built. Free some space, and check again; `workshop "
        "doctor` says how much is left."
    ),
    r"permission denied|read-only file system|os error 13\b": (
        "The folder `work/target` can't be written. Make your user its owner, or delete it: it "
        "contains only what was built."
    ),
    r"could not execute process `(?!.*build-script)": (
        "Cargo can't start the compiler. If RUSTC_WRAPPER, RUSTC, or `rustc-wrapper` in Cargo's "
        "configuration names a program, it must exist: unset it, or install the program."
    ),
    r"failed to download|failed to get `|to make an http request, but": (
        "A crate that this needs isn't on this machine yet, and cargo could not download it. "
        "Connect to the network, and check again; that is needed only once."
    ),
    r"checksum|failed to unpack|failed to verify|unable to update registry|registry[/\\]src": (
        "The downloaded sources of a crate are damaged. Delete the folders `registry/src` and "
        "`registry/cache` in Cargo's home folder, usually `.cargo` in your own, and run `cargo "
        "fetch` here with a network."
    ),
}
_NOT_YOURS = "This is not about your code."
_WAY_OUT = "`workshop doctor` checks what a build needs."
STILL_DAMAGED = """\
What was built before can't be used. Delete the folder `work/target`, which contains nothing of \
yours, and check again."""


def is_damaged(built: BuildResult, crate: Crate) -> bool:
    """Whether a file that an earlier build left can't be used, so that all is to be built again."""
    # What lies in the crate was not built, though a folder above it may be named `target`.
    trouble = (
        (built.trouble or "")
        .replace(str(crate.folder.resolve()), "")
        .replace(str(crate.folder), "")
    )
    return built.artifact is None and (
        tell_of_damage((*built.errors, *built.of_others))
        or any(_is_lost(error, crate) for error in built.errors)
        or _DAMAGED.search(trouble) is not None
    )


def tell_of_damage(errors: Iterable[Diagnostic]) -> bool:
    """Whether the compiler says that the file of a crate can't be used."""
    return any(
        error.code in _UNREADABLE or (error.primary is None and _DAMAGED.search(error.all_words))
        for error in errors
    )


def _is_lost(error: Diagnostic, crate: Crate) -> bool:
    """Whether a crate is missing that the manifest names, so that cargo has built it."""
    lost = re.match(r"can't find crate for `(\w+)`", error.message)
    if error.code != "E0463" or lost is None:
        return False
    try:
        needs = tomllib.loads(crate.manifest.read_text("utf-8-sig")).get("dependencies", {})
    except (OSError, ValueError):
        return False
    return lost[1] in {name.replace("-", "_") for name in needs}


def without_blame(built: BuildResult, crate: Crate) -> BuildResult:
    """The same result; where the code is not the reason, the reason and the way out instead."""
    if built.artifact is not None:
        return built
    texts = _texts(built)
    for pattern, remedy in _REMEDIES.items():
        if any(re.search(pattern, text, re.IGNORECASE) for text in texts):
            return _because(built, remedy)
    if is_damaged(built, crate):
        return _because(built, STILL_DAMAGED)
    if built.of_others and not built.errors:
        return _because(built, _WAY_OUT)
    return built


def _because(built: BuildResult, remedy: str) -> BuildResult:
    said = [_shown(error) for error in (*built.of_others, *built.errors) if not _has_place(error)]
    said = said or [_shown(error) for error in (*built.of_others, *built.errors)]
    reason = said[0] if said else (built.trouble or "")
    trouble = f"{remedy} {_NOT_YOURS}\n{reason}"
    return replace(built, diagnostics=(), trouble=trouble)


def _texts(built: BuildResult) -> list[str]:
    """The words of what has no place in the learner's code."""
    errors = [*(e for e in built.errors if not _has_place(e)), *built.of_others]
    return [built.trouble or "", *(error.all_words for error in errors)]


def _has_place(error: Diagnostic) -> bool:
    return error.primary is not None and error.code not in _UNREADABLE


def _shown(error: Diagnostic) -> str:
    return "\n".join(plain(unfolded(error.rendered)).splitlines()[:12]).strip()
