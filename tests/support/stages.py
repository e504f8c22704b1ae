"""Whether a stage of a growing program starts from the finished code of the stage it continues.

Source files that the learner need not open are equal byte for byte, unless the exercise names
them as `revised`: the binding of a program that gets another kind of argument, or functions that
become methods. In the other files to edit every earlier item stays as it was, unless a TODO is
about it: the TODO stands in it or directly above it, or has its name in backticks. New items may
be added anywhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workshop.course.catalog import Exercise
from workshop.course.markers import without_markers

MANIFESTS = {"Cargo.toml", "Cargo.lock", "pyproject.toml"}
MOST_LINES = 60
"""Of code, in a file that the learner edits."""
_CONTAINERS = ("mod", "impl", "trait", "class")
_COMMENT = re.compile(r"\s*(?://(?![/!])|#(?!\[|!))\s?(.*)")
_RUST_HEAD = re.compile(
    r"(?:pub(?:\([^)]*\))? )?(?:(?:const|async|unsafe|extern(?: \"[^\"]*\")?) )*"
    r"(?P<kind>fn|struct|enum|union|trait|mod|type|const|static|macro_rules!) (?P<name>\w+)"
)


@dataclass(frozen=True)
class Item:
    """A function, type, method, import … of a source file. `path` has the names of what holds it.

    Of what holds other items `text` is only the head. `todos` stand in the item or above it.
    """

    path: tuple[str, ...]
    names: frozenset[str]
    text: str
    todos: tuple[str, ...]


def code_lines(text: str) -> int:
    """How many lines of a file are neither empty nor only a comment."""
    lines = (line.strip() for line in text.splitlines())
    return sum(1 for line in lines if line and not line.startswith(("//", "# ")))


def stage_problems(stage: Exercise, before: Exercise) -> list[str]:
    """What is not as it must be in a stage that continues the solution of `before`."""
    solution = before.folder.parents[2] / "solutions" / before.path
    sources = {
        file.relative_to(solution).as_posix(): file
        for file in sorted(solution.rglob("*"))
        if file.is_file() and _is_source(file.relative_to(solution))
    }
    problems = [
        f"{key}: {before.id} has no {name}"
        for key, names in (("moved", stage.moved), ("revised", stage.revised))
        for name in names
        if name not in sources
    ]
    if before.home and not stage.home:
        problems.append(f"it is for the room, and continues {before.id}, which is for home")
    for name, file in sources.items():
        here = stage.folder / name
        if name in stage.moved:
            continue
        if not here.is_file():
            problems.append(f"{name} is missing")
        elif name in stage.revised:
            if here.read_bytes() == file.read_bytes():
                problems.append(f"revised: {name} is that of {before.id}")
        elif name in stage.files:
            old, new = (f.read_text(encoding="utf-8") for f in (file, here))
            problems += [f"{name}: {problem}" for problem in item_problems(old, new, here.suffix)]
        elif here.read_bytes() != file.read_bytes():
            problems.append(f"{name} differs from the solution of {before.id}")
    return problems


def _is_source(path: Path) -> bool:
    made = {"target", "__pycache__"} & set(path.parts)
    another = len(path.parts) == 1 and path.stem == "another"
    return path.name not in MANIFESTS and not made and not another


def item_problems(old: str, new: str, suffix: str) -> list[str]:
    """Which items of the earlier text a file has no longer, or changed, with no TODO about them."""
    read = {".rs": _rust, ".py": _python, ".pyi": _python}.get(suffix)
    if read is None:
        return []
    now: dict[tuple[str, ...], list[Item]] = {}
    for item in read(without_markers(new)):
        now.setdefault(item.path, []).append(item)
    in_ticks = " ".join(re.findall(r"`([^`]*)`", " ".join(_todos(new.splitlines()))))
    named = set(re.findall(r"\w+", in_ticks))
    problems = []
    for item in read(without_markers(old)):
        same = now.get(item.path, [])
        if item.names & named or any(one.todos for one in same):
            continue
        if item.text not in [one.text for one in same]:
            what = "has changed" if same else "is missing"
            problems.append(f"{': '.join(item.path)} {what}, and no TODO names it")
    return problems


def _todos(lines: list[str]) -> list[str]:
    """Each TODO with the comment lines that go on with it."""
    found: list[str] = []
    goes_on = False
    for line in lines:
        comment = _COMMENT.fullmatch(line)
        if comment is None:
            goes_on = False
        elif comment[1].startswith("TODO"):
            found.append(comment[1])
            goes_on = True
        elif goes_on:
            found[-1] += f" {comment[1]}"
    return found


# Rust: rustfmt has set every item so that its first and its last line have the same indent.


def _rust(text: str) -> Iterator[Item]:
    yield from _rust_items(text.splitlines(), "", ())


def _rust_items(lines: list[str], indent: str, within: tuple[str, ...]) -> Iterator[Item]:
    above: list[str] = []
    comments: list[str] = []
    number = 0
    while number < len(lines):
        line = lines[number].removeprefix(indent)
        end = number + 1
        if not line.strip():
            above, comments = [], []
        elif line.startswith(("//!", "#!")):
            pass  # the file's own text
        elif _COMMENT.fullmatch(line):
            comments.append(line)
        elif line.startswith("///"):
            above.append(line)
        else:
            closing = "]" if line.startswith("#[") else ("}", ";")
            while end < len(lines) and not _ends(lines[end - 1], indent, closing):
                end += 1
            if line.startswith("#["):
                above += lines[number:end]
            else:
                yield from _rust_item(lines[number:end], above, comments, indent, within)
                above, comments = [], []
        number = end


def _ends(line: str, indent: str, closing: str | tuple[str, ...]) -> bool:
    text = line.partition(" // ")[0].rstrip()
    at_this_depth = line.startswith(indent) and not line.startswith((f"{indent} ", f"{indent}\t"))
    return at_this_depth and text.endswith(closing)


def _rust_item(
    lines: list[str],
    above: list[str],
    comments: list[str],
    indent: str,
    within: tuple[str, ...],
) -> Iterator[Item]:
    key, names = _rust_key(lines[0].strip())
    path = (*within, key)
    todos = tuple(_todos(comments))
    if key.startswith(_CONTAINERS) and len(lines) > 1:
        head = next(n for n, line in enumerate(lines) if line.rstrip().endswith("{")) + 1
        yield Item(path, names, "\n".join([*above, *lines[:head]]), todos)
        yield from _rust_items(lines[head:-1], f"{indent}    ", path)
        return
    yield Item(path, names, "\n".join([*above, *lines]), (*todos, *_todos(lines)))


def _rust_key(head: str) -> tuple[str, frozenset[str]]:
    """What an item is called, and the names by which a TODO may speak of it."""
    if found := _RUST_HEAD.match(head):
        return f"{found['kind']} {found['name']}", frozenset([found["name"]])
    key = head.rstrip("{ ;")
    if " use " in f" {key} ":
        return key, frozenset(re.findall(r"\w+", key.partition("{")[2] or key.rpartition("::")[2]))
    return key, frozenset(re.findall(r"\w+", key)[-1:])


# Python: what stands at the top of the file or of a class.


def _python(text: str) -> Iterator[Item]:
    yield from _python_items(ast.parse(text).body, text.splitlines(), ())


def _python_items(
    body: list[ast.stmt], lines: list[str], within: tuple[str, ...]
) -> Iterator[Item]:
    for node in body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring tells the task
        decorators = getattr(node, "decorator_list", [])
        first = min([node.lineno, *(decorator.lineno for decorator in decorators)]) - 1
        above = first
        while above and _COMMENT.fullmatch(lines[above - 1]):
            above -= 1
        last = node.end_lineno or first + 1
        key, names = _python_key(node, lines[node.lineno - 1])
        path = (*within, key)
        if isinstance(node, ast.ClassDef):
            head = "\n".join(lines[first : node.body[0].lineno - 1])
            yield Item(path, names, head, tuple(_todos(lines[above:first])))
            yield from _python_items(node.body, lines, path)
        else:
            todos = tuple(_todos(lines[above:last]))
            yield Item(path, names, "\n".join(lines[first:last]), todos)


def _python_key(node: ast.stmt, line: str) -> tuple[str, frozenset[str]]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        kind = "class" if isinstance(node, ast.ClassDef) else "def"
        return f"{kind} {node.name}", frozenset([node.name])
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    if isinstance(node, ast.Import | ast.ImportFrom):
        names = {alias.asname or alias.name for alias in node.names}
        return line.strip(), frozenset(names)
    return (", ".join(sorted(names)) or line.strip()), frozenset(names)
