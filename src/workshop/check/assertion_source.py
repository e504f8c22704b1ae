"""The statement of a test that failed, cut from its source: what was called, what must hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

_ASSERTION = re.compile(r"(assert(?:_eq|_ne)?)!\s*[(\[{](.*)[)\]}]\s*;?", re.DOTALL)


@dataclass(frozen=True)
class Statement:
    """Source of a test: an expression that was evaluated, or a condition that must hold."""

    call: str | None = None
    must: str | None = None
    names: frozenset[str] = frozenset()


def python_statement(source: str, line: int) -> Statement:
    """What the Python statement at this line evaluates, without the test's own words around it."""
    inside = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    if not inside:
        return Statement()
    statement = max(inside, key=lambda node: node.lineno)
    shown: ast.AST = statement
    if isinstance(statement, ast.With) and len(statement.body) == 1:
        shown = statement.body[0]  # `with pytest.raises(...)`: the call inside
    elif isinstance(statement, ast.Assert):
        shown = statement.test
        if isinstance(shown, ast.Compare):
            shown = shown.left
        elif not isinstance(shown, ast.Name):
            return Statement(must=_text(source, shown), names=_names(shown))
    return Statement(call=_text(source, shown), names=_names(shown))


def _text(source: str, node: ast.AST) -> str:
    return " ".join((ast.get_source_segment(source, node) or ast.unparse(node)).split())


def _names(node: ast.AST) -> frozenset[str]:
    return frozenset(inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name))


def rust_statement(source: str, line: int) -> Statement:
    """What the Rust statement that starts at this line evaluates."""
    code = _one_statement("\n".join(source.splitlines()[line - 1 :]))
    match = _ASSERTION.fullmatch(code)
    if match is None:
        return Statement(call=code)
    characters = _outside_strings(match[2])
    commas = (position for position, char, depth in characters if char == "," and depth == 0)
    first = " ".join(match[2][: next(commas, None)].split())
    return Statement(must=first) if match[1] == "assert" else Statement(call=first)


def _one_statement(code: str) -> str:
    for position, char, depth in _outside_strings(code):
        if depth < 0:
            return " ".join(code[:position].split())
        if char == ";" and depth == 0:
            return " ".join(code[: position + 1].split())
    return " ".join(code.split())


def _outside_strings(code: str) -> Iterator[tuple[int, str, int]]:
    """Position, and depth inside brackets, of each character that is in no string literal."""
    depth = 0
    for match in re.finditer(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\\])\'|(.)', code, re.DOTALL):
        char = match[1]
        if char is None:
            continue
        depth += (char in "([{") - (char in ")]}")
        yield match.start(), char, depth
