"""A package of the kit imports only packages that stand below it; DESIGN's table is the order."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grimp
import pytest

from documents import ROOT, files_below, must_be_none, text_of

KIT = ROOT / "src" / "workshop"
MODULES = files_below("src", suffix=".py")


def linter() -> dict[str, Any]:
    """What pyproject.toml says to import-linter."""
    facts: dict[str, Any] = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]["importlinter"]
    return facts


def contract(id: str) -> dict[str, Any]:
    """One contract of import-linter."""
    found: dict[str, Any] = next(x for x in linter()["contracts"] if x["id"] == id)
    return found


LAYERS: list[str] = contract("layers")["layers"]


def run_linter(id: str) -> str:
    """What import-linter says of one contract; nothing when the kit keeps it."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache", "--no-logo", "--contract", id],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr if done.returncode else ""


@pytest.mark.parametrize("id", [found["id"] for found in linter()["contracts"]])
def test_import_linter_finds_nothing(id: str) -> None:
    broken = run_linter(id)
    assert not broken, broken


def external_imports() -> set[str]:
    """The top-level modules outside the kit and the standard library that the kit imports."""
    sys.path.insert(0, str(ROOT / "src"))
    try:
        graph = grimp.build_graph("workshop", include_external_packages=True, cache_dir=None)
    finally:
        sys.path.remove(str(ROOT / "src"))
    top = {module.partition(".")[0] for module in graph.modules}
    return top - sys.stdlib_module_names - {"workshop"}


def test_every_package_that_the_kit_imports_is_forbidden_to_the_lowest_layers() -> None:
    tools = {file.stem for file in files_below("tools", suffix=".py")}
    assert external_imports() - tools <= {*contract("standard-library")["forbidden_modules"]}


def test_the_kit_never_imports_the_tools() -> None:
    tools = {file.stem for file in files_below("tools", suffix=".py")}
    assert tools
    assert external_imports() & tools == set()


# Imports in strings: import-linter can't see them.


NAMED = re.compile(r"\bworkshop\.([a-z]\w*)|\bfrom\s+workshop\s+import\s+\(?([\w, ]+)")


def texts(tree: ast.Module) -> Iterator[ast.Constant]:
    """The strings that a module works with: all but docstrings."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node


def named_packages(text: str) -> set[str]:
    """The kit's packages that a text names in the way in which they are imported."""
    found = {
        name for groups in NAMED.findall(text) for name in re.findall(r"\w+", " ".join(groups))
    }
    return found & set(LAYERS)


def imports_in_strings(file: Path) -> Iterator[str]:
    """Where a string names a package above the module's own."""
    own = file.relative_to(KIT).parts[0].removesuffix(".py")
    if own not in LAYERS:
        return
    above = set(LAYERS[: LAYERS.index(own)])
    for node in texts(ast.parse(text_of(file))):
        assert isinstance(node.value, str)
        for name in sorted(named_packages(node.value) & above):
            yield f"{file.relative_to(ROOT)}:{node.lineno}: a string names workshop.{name}"


def test_the_finder_of_strings_finds_them() -> None:
    assert named_packages("python -m workshop.lab.server") == {"lab"}
    assert named_packages("x = 1\nfrom workshop.check import run") == {"check"}
    assert named_packages("from workshop import cli, lab") == {"cli", "lab"}
    assert named_packages("the workshop. check it; workshop.toml") == set()
    tree = ast.parse('"""workshop.lab."""\nname = f"workshop.lab.{1}"\n')
    assert [node.value for node in texts(tree)] == ["workshop.lab."]


def test_no_string_names_a_package_above() -> None:
    must_be_none([fault for file in MODULES for fault in imports_in_strings(file)])


# What stands where


def test_every_package_and_module_says_what_it_is() -> None:
    def fault(file: Path) -> str | None:
        said = ast.get_docstring(ast.parse(text_of(file))) or ""
        ends = said.partition("\n\n")[0].strip().endswith((".", "?"))
        return None if len(said) > 20 and ends else f"{file.relative_to(ROOT)}: {said!r}"

    must_be_none([said for file in MODULES if (said := fault(file))])


def test_the_packages_are_the_layers() -> None:
    packages = {file.parent.name for file in KIT.glob("*/__init__.py")}
    modules = {file.stem for file in KIT.glob("*.py")} - {"__init__", "__main__"}
    assert packages | modules == set(LAYERS)


def test_tests_mirror_the_packages() -> None:
    folders = {file.parent.name for file in (ROOT / "tests").glob("*/test_*.py")}
    assert folders <= {*LAYERS, "material", "tools", "support"}


def test_tests_never_import_tests() -> None:
    names = {file.stem for file in files_below("tests", suffix=".py")}
    names = {name for name in names if name.startswith("test_")} | {"conftest", "tests"}

    def imported(node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Import):
            yield from (part for alias in node.names for part in alias.name.split("."))
        if isinstance(node, ast.ImportFrom):
            yield from (node.module or ".").split(".")

    must_be_none([
        f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}: imports {name}"
        for file in files_below("tests", suffix=".py")
        for node in ast.walk(ast.parse(text_of(file)))
        for name in imported(node)
        if name in names
    ])  # fmt: skip
