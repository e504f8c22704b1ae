"""Compile and run the code of a question, and compare with what the question says of it."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from workshop.base.run_command import run_command
from workshop.course.edits import apply_edits, read_edit
from workshop.course.quiz import Option, Question
from workshop.learner.work_folder import WorkFolder
from workshop.notebook import cell_source, crates, load_extension, program
from workshop.rust import rustc
from workshop.rust.toolchain import build_environment

_SECONDS = 20.0


@dataclass(frozen=True)
class Outcome:
    """What the code did: "runs", "panic", "crash", a compiler code, an exception; its output."""

    kind: str
    output: str = ""


def problem(question: Question, work: WorkFolder, folder: Path) -> str | None:
    """What the code does other than the question says, or None; `folder` takes the files."""
    for option in question.options:
        try:
            fix = _fix(question, option)
        except ValueError as error:
            return f"{option.text!r}: {error}"
        if fix is not None:
            found = _run(question, fix, work, folder)
            if found.kind != (option.expects or "runs"):
                return f"{option.text!r}: expected {option.expects or 'runs'}, found {found.kind}"
    if question.code is None:
        return None
    found = _run(question, question.code, work, folder)
    expected = question.expects or "runs"
    if found.kind != expected:
        return f"expected {expected}, found {found.kind}: {found.output}"
    if question.output is not None and found.output.strip() != question.output.strip():
        return f"expected the output {question.output!r}, found {found.output!r}"
    return None


def _fix(question: Question, option: Option) -> str | None:
    if not option.change:
        return option.code
    return apply_edits(question.code or "", map(read_edit, option.change))


def _run(question: Question, code: str, work: WorkFolder, folder: Path) -> Outcome:
    if question.language == "python":
        return _python(code, folder)
    if question.module is not None or question.library is not None:
        return _called(question, code, work, folder)
    source = _write(folder, cell_source.as_program(code))
    compiled = rustc.compile_program(source, crates.libraries(work, code))
    if compiled.artifact is None:
        return Outcome(",".join(compiled.codes))
    output = StringIO()
    ran = program.run(
        compiled.artifact, folder=folder, seconds=_SECONDS, output=output, errors=StringIO()
    )
    outcome = "panic" if ran.panicked else ran.problem or "runs"
    return Outcome(outcome, output.getvalue())


def _called(question: Question, code: str, work: WorkFolder, folder: Path) -> Outcome:
    """What the question's Python does with the module or the C library that the Rust makes."""
    if question.module is not None:
        source = cell_source.as_module(code, question.module)
        made = folder / f"{question.module}{load_extension.SUFFIX}"
        uses, first = "use pyo3;", f"import {question.module}"
    else:
        source = cell_source.as_file(code)
        made = folder / f"{question.library}{load_extension.C_SUFFIX}"
        uses, first = code, f"{question.library} = {str(made)!r}"
    libraries = crates.libraries(work, uses)
    compiled = rustc.compile_extension(_write(folder, source), made, libraries)
    if compiled.artifact is None:
        return Outcome(",".join(compiled.codes))
    return _python(f"{first}\n{question.python}", folder)


def _python(code: str, folder: Path) -> Outcome:
    script = folder / "question.py"
    script.write_text(code, encoding="utf-8")
    command, environment = [sys.executable, str(script)], build_environment()
    ran = run_command(command, folder=folder, environment=environment, timeout=_SECONDS)
    if ran.returncode == 0:
        return Outcome("runs", ran.stdout)
    if ran.returncode < 0:
        return Outcome("crash", ran.stdout)
    raised = re.findall(r"^(?:\w+\.)*(\w+)(?::|$)", ran.stderr, re.MULTILINE)  # notes may follow
    return Outcome(raised[-1] if raised else f"status {ran.returncode}", ran.stdout)


def _write(folder: Path, text: str) -> Path:
    source = folder / "cell.rs"
    source.write_text(text, encoding="utf-8")
    return source
