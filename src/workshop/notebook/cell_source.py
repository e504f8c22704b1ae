"""A notebook cell made into a whole Rust source file whose line numbers are those of the cell."""

from __future__ import annotations

import re
from itertools import groupby

from workshop.rust.source_text import (
    ATTRIBUTE,
    VISIBILITY,
    Chunk,
    chunks,
    inner_attributes,
    is_whole,
    without_text,
)

_MAIN = re.compile(rf"\s*(?:{ATTRIBUTE})*{VISIBILITY}(?:\w+\s+)*fn\s+main\b")
_PATH_OF_THE_FILE = re.compile(r"\b(?:crate|super|self)\s*::")
_EMPTY_LINE_BELOW = re.compile(r"[ \t]*\n(?=[ \t]*\n)")
_ATTRIBUTES = re.compile(r"\s*(?:#\[(?!(?:pyo3::)?(?:pyfunction|pyclass)\b)[^\]]*\]\s*)*")
_EXPORTED = re.compile(
    rf"#\[(?:pyo3::)?(?:pyfunction|pyclass)\b[^\]]*\]\s*(?:{ATTRIBUTE})*"
    rf"{VISIBILITY}(?:async\s+)?(?:fn|struct|enum)\s+(\w+)"
)
_EXCEPTION = re.compile(r"(?m)^(?:pyo3::)?create_exception!\s*\(\s*\w+\s*,\s*(\w+)")
_C_EXPORT = re.compile(r"#\[[^\]]*\b(?:no_mangle|export_name)\b")
_MODULE = re.compile(
    rf"#\[(?:pyo3::)?pymodule\b[^\]]*\]\s*(?:{ATTRIBUTE})*{VISIBILITY}(?:mod|fn)\s+(\w+)"
)


def as_program(code: str) -> str:
    """A source file with a `main`; its line 1 stands for the line of the cell magic.

    A cell of items (functions, types) without a `main` gets an empty one. Statements are wrapped,
    and so are the items between them, where a `main` of the cell is a function like others.
    """
    plain = without_text(code)
    parts = chunks(plain)
    if all(part.is_item for part in parts):
        has_main = any(_MAIN.match(plain, part.start) for part in parts)
        return f"\n{code}\n" if has_main else f"\n{code}\nfn main() {{}}\n"
    if _PATH_OF_THE_FILE.search(plain) and is_whole(plain) and any(p.is_item for p in parts):
        return _items_outside(code, plain, parts)
    return f"fn main() {{\n{code}\n}}\n"


def _items_outside(code: str, plain: str, parts: list[Chunk]) -> str:
    """A source file whose items stand outside `main`, so that `crate::` and `super::` find them.

    Each keeps its line: a macro gets the cell in pieces, and puts the statements together.
    """
    begin = Chunk(0, inner_attributes(plain), is_item=False)
    runs = [list(run) for _, run in groupby([begin, *parts], lambda part: part.is_item)]
    ends = [*(_boundary(code, run[-1].end) for run in runs[:-1]), len(code)]
    pattern, wrapped, texts = "", {True: "", False: ""}, list[str]()
    for number, (run, start, end) in enumerate(zip(runs, [0, *ends], ends, strict=False)):
        first, last = "[]" if run[0].is_item else "{}"
        pattern += f"{first}$($p{number}:tt)*{last}"
        wrapped[run[0].is_item] += f"$($p{number})*"
        texts.append(f"{first}\n"[: 1 + (number == 0)] + code[start:end] + last * (end < len(code)))
    body = f"{wrapped[True]}fn main(){{{wrapped[False]}}}"
    macro = f"macro_rules! _workshop_cell {{({pattern})=>{{{body}}}}} _workshop_cell! {{"
    return f"{macro}{''.join(texts)}\n{last}}}\n"


def _boundary(code: str, end: int) -> int:
    """Where a bracket hides best: on the empty line below, if there is one."""
    below = _EMPTY_LINE_BELOW.match(code, end)
    return below.end() if below else end


def as_file(code: str) -> str:
    """A source file of tests or of a C library; its line 1 stands for that of the cell magic."""
    return f"\n{code}\n"


def as_module(code: str, name: str) -> str:
    """A source file of a PyO3 module that exports all functions, classes and exceptions."""
    last = "#[allow(unused_imports)]\nuse pyo3::prelude::*;\n"
    if _MODULE.search(without_text(code)):
        return f"\n{code}\n{last}"
    exports = "".join(
        f"    #[pymodule_export]\n    use super::{item};\n" for item in exported(code)
    )
    # In Rust it has another name: a function of the cell may have the module's.
    head = f'#[pymodule]\n#[pyo3(name = "{name}")]\nmod _workshop_cell'
    return f"\n{code}\n{last}{head} {{\n{exports}}}\n"


def exported(code: str) -> list[str]:
    """The functions, classes and exceptions that the cell makes for Python, inner modules not."""
    plain = without_text(code)
    exceptions = _EXCEPTION.findall(plain)
    if not is_whole(plain):  # the compiler will say more
        return [*_EXPORTED.findall(plain), *exceptions]
    parts = [_ATTRIBUTES.sub("", plain[part.start : part.end], count=1) for part in chunks(plain)]
    return [*(found[1] for found in map(_EXPORTED.match, parts) if found), *exceptions]


def exports_c(code: str) -> bool:
    """Whether the cell gives a function a name that C can find."""
    return _C_EXPORT.search(without_text(code)) is not None


def declared_module(code: str) -> str | None:
    """The name of the cell's own `#[pymodule]`, if it writes one."""
    found = _MODULE.search(without_text(code))
    return found[1] if found else None
