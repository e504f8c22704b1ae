"""Write the prose of TOML files, front matter, messages and comments as Markdown, line for line.

`tools/prose/lint.mjs` starts it, and lets remark read the result: `prose_texts.py TARGET FILE...`
writes `TARGET/FILE.md` for each file, in which every text stands in the line where FILE has it.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KEYS = frozenset(
    ("events", "explanation", "goal", "minimum", "note", "objectives", "prompt", "says", "stretch")
).union(("text", "title", "why"))
"""The keys whose values people read."""
_SENTENCE = re.compile(r"[A-Za-z']{2,}[,;:]? [A-Za-z']{2,}[,;:]? [A-Za-z'`]")
_WORDS = re.compile(r"[A-Za-z']+[,;:]? [A-Za-z']+[,;:]? [A-Za-z'`]")
_CODE = re.compile(r"</|[{}=\\|]|^\s*(?:from|import) |\bset -gx |^default-src ")
_NAME = re.compile(r"(?<!`)\b(?:https://\S+\w|[\w/-]+\.[a-z][\w.]*\w|[A-Z]+_[A-Z_]+)\b(?!`)")
"""What is code without backticks: addresses, names of files and of variables."""
_RUST = re.compile(
    r'//[/!]?(?P<comment>[^\n]*)|"(?P<text>(?:\\.|[^"\\])*)"|\'(?:\\.|[^\'\\])\'', re.DOTALL
)
"""A comment, a string or a character of a Rust file."""
_COMMENT = re.compile(r"^\s*#(?!!)(?P<comment>[^\n]*)", re.MULTILINE)


def markdown(file: Path) -> str:
    """The prose of one file: in each line what stands in that line of the file, as a heading."""
    source = file.read_text(encoding="utf-8")
    lines = [""] * (source.count("\n") + 1)
    reader = _READERS[file.suffix]
    if file.suffix == ".py" and _OF_LEARNERS.search(file.as_posix()):
        reader = _of_learners_python
    for line, text in reader(source):
        before = lines[line].rstrip(".")
        lines[line] = f"{before}. {text}" if before else f"# {text}"
    return "\n".join(lines) + "\n"


def _of_toml(source: str) -> Iterator[tuple[int, str]]:
    return _placed(source, _values(tomllib.loads(source)))


def _of_front_matter(source: str) -> Iterator[tuple[int, str]]:
    import yaml

    from workshop.course.front_matter import split_front_matter

    front_matter, _ = split_front_matter(source)
    return _placed(source, _values(yaml.safe_load(front_matter) or {}))


def _values(facts: Any, key: str = "") -> Iterator[str]:
    if isinstance(facts, dict):
        for name, value in facts.items():
            yield from _values(value, name)
    elif isinstance(facts, list):
        for value in facts:
            yield from _values(value, key)
    elif isinstance(facts, str) and (key in KEYS or key.startswith("m-")):
        yield facts


def _placed(source: str, texts: Iterator[str]) -> Iterator[tuple[int, str]]:
    """Each text with the line in which it starts, counted from 0."""
    at = 0
    for text in texts:
        first = text.strip().partition("\n")[0].partition('"')[0].partition("\\")[0]
        found = source.find(first, at)
        at = found if found >= 0 else max(source.find(first), 0)
        yield source.count("\n", 0, at), _flat(text)


def _flat(text: str) -> str:
    return " ".join(re.sub(r"(?s)```.*?```", "", text).split())


def _of_python(source: str) -> Iterator[tuple[int, str]]:
    """The strings that hold three words or more, except docstrings; a placeholder is code."""
    tree = ast.parse(source)
    skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.JoinedStr | ast.Constant) or id(node) in skipped:
            continue
        if isinstance(node, ast.JoinedStr):
            skipped.update(map(id, node.values))
            parts = [p.value if isinstance(p, ast.Constant) else "`x`" for p in node.values]
            text: Any = "".join(map(str, parts))
        else:
            text = node.value
        for offset, line in enumerate(text.splitlines() if isinstance(text, str) else ()):
            if _SENTENCE.search(line) and not _CODE.search(line):
                inside = min(node.lineno - 1 + offset, (node.end_lineno or node.lineno) - 1)
                yield inside, _NAME.sub("`x`", _flat(line))


def _of_learners_python(source: str) -> Iterator[tuple[int, str]]:
    """Also the comments and docstrings of a file that learners read."""
    yield from _of_python(source)
    for found in _COMMENT.finditer(source):
        yield from _line_of_prose(source, found.start("comment"), found["comment"])
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            for offset, line in enumerate((ast.get_docstring(node) or "").splitlines()):
                yield node.body[0].lineno - 1 + offset, _NAME.sub("`x`", _flat(line))


def _of_rust(source: str) -> Iterator[tuple[int, str]]:
    """The comments, and the strings that hold three words or more."""
    for found in _RUST.finditer(source):
        kind = "comment" if found["comment"] is not None else "text"
        if found[kind] is not None:
            text = re.sub(r"\{[^{}]*\}", "`x`", found[kind])
            yield from _line_of_prose(source, found.start(kind), text)


def _line_of_prose(source: str, at: int, text: str) -> Iterator[tuple[int, str]]:
    if _WORDS.search(text) and not _CODE.search(re.sub(r"`[^`]*`", "", text)):
        yield source.count("\n", 0, at), _NAME.sub("`x`", _flat(text))


_OF_LEARNERS = re.compile(r"(?:^|/)(?:exercises|solutions|lessons/code)/")
_READERS = {
    ".toml": _of_toml,
    ".md": _of_front_matter,
    ".py": _of_python,
    ".rs": _of_rust,
}


def main(target: Path, names: list[str]) -> None:
    """Write the Markdown of each file below the target."""
    for name in names:
        file = target / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(markdown(ROOT / name), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
