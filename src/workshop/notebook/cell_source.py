"""A notebook cell made into a whole Rust source file whose line numbers are those of the cell."""

from __future__ import annotations

import re

_HIDDEN = re.compile(
    r"//[^\n]*"
    r"|/\*.*?\*/"
    r'|[bc]?r(?P<fence>#*)".*?"(?P=fence)'
    r'|[bc]?"(?:\\.|[^"\\])*"'
    r"|b?'(?:\\(?:u\{[^}]*\}|.)|[^\\'\n])'",
    re.DOTALL,
)
_MAIN = re.compile(r"\bfn\s+main\s*\(")
_ATTRIBUTE = re.compile(r"#!?\[[^\]]*\]\s*")
_ITEM = re.compile(
    r"(pub|fn|struct|enum|impl|trait|use|mod|const|static|type|extern|macro_rules!)\b"
    r"|macro_rules!|(unsafe|async)\s+(fn|impl|trait|extern)\b"
)
_ATTRIBUTES = re.compile(r"\s*(?:#!?\[(?!(?:pyo3::)?(?:pyfunction|pyclass)\b)[^\]]*\]\s*)*")
_EXPORTED = re.compile(
    r"#\[(?:pyo3::)?(?:pyfunction|pyclass)\b[^\]]*\]\s*(?:#\[[^\]]*\]\s*)*"
    r"(?:pub(?:\([^)]*\))?\s+)?(?:async\s+)?(?:fn|struct|enum)\s+(\w+)"
)
_MODULE = re.compile(r"#\[(?:pyo3::)?pymodule\b[^\]]*\]\s*(?:pub\s+)?(?:mod|fn)\s+(\w+)")


def without_text(code: str) -> str:
    """The code with comments and literals as blanks: what is left can be searched for words."""
    return _HIDDEN.sub(lambda match: re.sub(r"\S", " ", match[0]), code)


def as_program(code: str) -> str:
    """A source file with a `main`; its line 1 stands for the line of the cell magic.

    A cell of statements is wrapped; a cell of items (functions, types) gets an empty `main`.
    """
    plain = without_text(code)
    if _MAIN.search(plain):
        return f"\n{code}\n"
    if _only_items(plain):
        return f"\n{code}\nfn main() {{}}\n"
    return f"fn main() {{\n{code}\n}}\n"


def as_tests(code: str) -> str:
    """A source file for `rustc --test`; its line 1 stands for the line of the cell magic."""
    return f"\n{code}\n"


def as_module(code: str, name: str) -> str:
    """A source file of a PyO3 module that exports every `#[pyfunction]` and `#[pyclass]`."""
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
    """The names of the functions and classes that the cell marks for Python, inner modules not."""
    plain = without_text(code)
    if not _is_whole(plain):  # the compiler will say more
        return _EXPORTED.findall(plain)
    chunks = [_ATTRIBUTES.sub("", chunk, count=1) for chunk in _chunks(plain)]
    return [found[1] for found in map(_EXPORTED.match, chunks) if found]


def _is_whole(plain: str) -> bool:
    """Whether as many brackets are closed as are opened."""
    return all(plain.count(first) == plain.count(last) for first, last in ("()", "[]", "{}"))


def declared_module(code: str) -> str | None:
    """The name of the cell's own `#[pymodule]`, if it writes one."""
    found = _MODULE.search(without_text(code))
    return found[1] if found else None


def _only_items(plain: str) -> bool:
    return all(_ITEM.match(_ATTRIBUTE.sub("", chunk).strip()) for chunk in _chunks(plain))


def _chunks(plain: str) -> list[str]:
    """The parts of the code between the brackets: each ends at `;` or a closing `}`."""
    chunks, depth = [""], 0
    for character in plain:
        depth -= character in ")]}"
        chunks[-1] += character
        if depth == 0 and character in ";}":
            chunks.append("")
        depth += character in "([{"
    return [chunk for chunk in chunks if chunk.strip(" \t\n;")]
