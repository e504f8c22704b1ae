"""Machine code on a page is what the compiler makes of the file that the page names."""

from __future__ import annotations

import platform
import re
import subprocess
from pathlib import Path

import pytest

from components import is_compiler_of_the_texts
from workshop.rust.toolchain import build_environment, find_program

ROOT = Path(__file__).resolve().parents[2]
_ON_A_PAGE = re.compile(r"(?m)^% assembly: (\S+)\n+```text\n(.*?)^```$", re.DOTALL)
_FUNCTION = re.compile(r"(?m)^_ZN\d+\w+?\d+(by_\w+?)17h\w+:\n(.*?)^\s*retq$", re.DOTALL)


def listings() -> list[tuple[Path, str]]:
    """The Rust files that pages name, each with the text below it."""
    return [
        (page.parent / file, text)
        for page in sorted((ROOT / "lessons").glob("*.md"))
        for file, text in _ON_A_PAGE.findall(page.read_text(encoding="utf-8"))
    ]


def instructions(lines: str) -> list[list[str]]:
    """Instructions with their operands, without the directives of the assembler."""
    return [line.split() for line in lines.splitlines() if re.match(r"\s+[a-z]", line)]


def test_machine_code_on_a_page_is_that_of_the_compiler(tmp_path: Path) -> None:
    if platform.machine() not in {"x86_64", "AMD64"} or platform.system() != "Linux":
        pytest.skip("the pages show the machine code of Linux on x86-64")
    if not is_compiler_of_the_texts():
        pytest.skip("another compiler may translate it otherwise")
    found = listings()
    assert found
    for file, text in found:
        made = tmp_path / f"{file.stem}.s"
        options = ["--edition", "2024", "--crate-type", "lib", "-C", "opt-level=3"]
        command = [find_program("rustc"), *options, "--emit", "asm", str(file), "-o", str(made)]
        subprocess.run(command, check=True, env=build_environment())
        code = made.read_text(encoding="utf-8")
        functions = {
            name: [*instructions(body), ["retq"]] for name, body in _FUNCTION.findall(code)
        }
        shown = {part.partition("\n")[0]: instructions(part) for part in text.strip().split("\n\n")}
        assert functions == shown
