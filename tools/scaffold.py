"""A new exercise from a template: starter, tests, solution, another way, wrong answers."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import scaffold_template
from workshop.base.errors import UsageError, WorkshopError
from workshop.rust.toolchain import build_environment, find_program

KINDS = ("rust", "extension")
_AFTERWARDS = """\
{id} is made, as a whole small exercise:
  exercises/{path}/  what learners get, its tests and exercise.toml
  solutions/{path}/  the solution, and another way in another.rs
  tests/wrong_answers/{id}/  answers that learners give, and what they must get to read
Rewrite it in this order: tests, solution, another way, starter, hints, wrong answers.
`./workshop check {id}` shows what a learner sees.

Then give it its place on its episode's page in lessons/. In the front matter: {id} in
`exercises`, its minutes added to `exercising`. Below "## Exercises", in the same order:

:::{{workshop-exercise}} {id}
TODO: the situation, and what to do.
:::

:::{{workshop-solution}} {id}
TODO: why it is right.

**The usual wrong way:** TODO.
:::

Run, with the id of the episode: ./workshop test -k "{id} or EPISODE or quality or tables\""""


def make(root: Path, id: str, kind: str = "rust") -> int:
    """Write the files of a new exercise; nothing that is there already is touched."""
    exercise = _New(root, id, kind)
    exercise.refuse()
    for file, text in exercise.texts().items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    _bring_lock(root)
    print(_AFTERWARDS.format(id=id, path=f"{exercise.topic}/{exercise.stage}"))
    return 0


@dataclass(frozen=True)
class _New:
    """The exercise that is to be made."""

    root: Path
    id: str
    kind: str

    @property
    def topic(self) -> str:
        return self.id.partition("-")[0]

    @property
    def stage(self) -> str:
        return self.id.partition("-")[2]

    @property
    def library(self) -> str:
        return self.id.replace("-", "_")

    def refuse(self) -> None:
        """Raise a UsageError where this id can't be made."""
        if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z][a-z0-9]*)+", self.id):
            raise UsageError(
                f"{self.id!r} is no id: small letters and digits, topic and stage with a dash "
                "between them, such as `ownership-swap`."
            )
        if self.kind not in KINDS:
            raise UsageError(f"{self.kind!r} is no kind: {' or '.join(KINDS)}.")
        for folder in self._folders():
            if folder.exists():
                raise UsageError(f"{folder.relative_to(self.root).as_posix()} is there already.")

    def _folders(self) -> tuple[Path, Path, Path]:
        path = Path(self.topic, self.stage)
        wrong = self.root / "tests" / "wrong_answers" / self.id
        return self.root / "exercises" / path, self.root / "solutions" / path, wrong

    def texts(self) -> dict[Path, str]:
        """What each file holds."""
        exercise, solution, wrong = self._folders()
        python = self.kind == "extension"
        tests = scaffold_template.PYTHON_TESTS if python else scaffold_template.RUST_TESTS
        name = f"test_{self._file}.{'py' if python else 'rs'}"
        module = f'module = "{self.topic}"\n' if python else ""
        found = {
            exercise / "exercise.toml": self._fill(scaffold_template.EXERCISE, module=module),
            exercise / "tests" / name: self._fill(tests),
            **self._crate(exercise, scaffold_template.STARTER, ""),
            **self._crate(solution, scaffold_template.SOLUTION, "-solution"),
            solution / "another.rs": self._source(scaffold_template.ANOTHER),
            wrong / "wrong.toml": scaffold_template.WRONG_FACTS,
        }
        return found | {
            wrong / f"{n}.rs": self._source(b) for n, b in scaffold_template.WRONG.items()
        }

    @property
    def _file(self) -> str:
        return self.stage.replace("-", "_")

    def _crate(self, folder: Path, body: str, ending: str) -> dict[Path, str]:
        python = self.kind == "extension"
        target = (
            scaffold_template.EXTENSION_TARGET
            if python
            else self._fill(scaffold_template.RUST_TARGET)
        )
        library = self.library + (ending.replace("-", "_") if python else "")
        manifest = scaffold_template.MANIFEST.format(
            id=self.id, ending=ending, library=library, target=target
        )
        found = {folder / "Cargo.toml": manifest, folder / "src" / "lib.rs": self._source(body)}
        if python:
            found[folder / "pyproject.toml"] = self._fill(scaffold_template.PYPROJECT)
        return found

    def _source(self, body: str) -> str:
        python = self.kind == "extension"
        binding = self._fill(scaffold_template.BINDING) if python else ""
        return scaffold_template.CORE.format(
            use=scaffold_template.USE if python else "", body=body, binding=binding
        )

    def _fill(self, text: str, **more: str) -> str:
        names = {"id": self.id, "topic": self.topic, "stage": self.stage, "kind": self.kind}
        return text.format(**names, library=self.library, file=self._file, **more)


def _bring_lock(root: Path) -> None:
    """Name the two new crates in Cargo.lock, or `--locked` refuses the next build."""
    words = [find_program("cargo"), "update", "--workspace", "--offline", "--quiet"]
    done = subprocess.run(
        words, cwd=root, env=build_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise WorkshopError(f"The files are made, but Cargo.lock is not:\n{done.stderr.strip()}")
