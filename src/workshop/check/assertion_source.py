"""The statement of a test that failed, cut from its source: what was called, what must hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

_LITERAL = r"""r(?P<hashes>#*)".*?"(?P=hashes)|"(?:\\.|[^"\\])*"|'(?:\\.|[^\\])'"""
_ASSERTION = re.compile(r"(assert(?:_eq|_ne)?)!\s*[(\[{](.*)[)\]}]\s*;?", re.DOTALL)


@dataclass(frozen=True)
class Statement:
    """Source of a test: an expression that was evaluated, or a condition that must hold.

    `raises` are the exceptions of which a test expects one there.
    """

    call: str | None = None
    must: str | None = None
    names: frozenset[str] = frozenset()
    raises: str | None = None


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
    return Statement(call=_text(source, shown), names=_names(shown), raises=_raises(inside))


def _raises(around: list[ast.stmt]) -> str | None:
    """The exceptions that a `with pytest.raises(…)` around a statement names."""
    managers = (i.context_expr for one in around if isinstance(one, ast.With) for i in one.items)
    for manager in managers:
        match manager:
            case ast.Call(ast.Name("raises") | ast.Attribute(attr="raises"), [named, *_]):
                several = named.elts if isinstance(named, ast.Tuple) else [named]
                return " or ".join(map(ast.unparse, several))
    return None


def _text(source: str, node: ast.AST) -> str:
    """The code as it was written; where that takes several lines, as one."""
    written = ast.get_source_segment(source, node)
    return written if written and "\n" not in written else ast.unparse(node)


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
    first = match[2][: next(commas, None)].strip()
    return Statement(must=first) if match[1] == "assert" else Statement(call=first)


def _one_statement(code: str) -> str:
    for position, char, depth in _outside_strings(code):
        if depth < 0:
            return _on_one_line(code[:position])
        if char == ";" and depth == 0:
            return _on_one_line(code[: position + 1])
    return _on_one_line(code)


def _on_one_line(code: str) -> str:
    """White space in a literal is part of a value, and stays; a line break there is an escape."""

    def shown(match: re.Match[str]) -> str:
        literal = re.sub(r"\\\n\s*", "", match["literal"] or " ")
        return literal.replace("\n", r"\n")

    return re.sub(rf"(?P<literal>{_LITERAL})|\s+", shown, code, flags=re.DOTALL).strip()


def _outside_strings(code: str) -> Iterator[tuple[int, str, int]]:
    """Position, and depth inside brackets, of each character that is in no string literal."""
    depth = 0
    for match in re.finditer(rf"{_LITERAL}|(?P<char>.)", code, re.DOTALL):
        char = match["char"]
        if char is None:
            continue
        depth += (char in "([{") - (char in ")]}")
        yield match.start(), char, depth
