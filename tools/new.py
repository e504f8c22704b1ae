"""Make a new exercise from `template/`: starter, tests, solution, another way, wrong answers."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import program  # first: it lets the kit be found
from workshop.base.errors import UsageError, WorkshopError
from workshop.base.run_command import run_command
from workshop.rust.toolchain import build_environment, find_program
from workshop.rust.workspace import stands_alone

TEMPLATES = Path(__file__).resolve().parent / "template"
KINDS = tuple(sorted(folder.name for folder in TEMPLATES.iterdir()))
_AFTERWARDS = """\
{id} is made, as a whole small exercise{excluded}:
  exercises/{path}/  what learners get, its tests and exercise.toml
  solutions/{path}/  the solution, and another way in another{suffix}
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the exercise that the arguments name."""
    parser = program.parser("new", __doc__)
    parser.add_argument("id", metavar="ID", help="topic-stage, such as ownership-swap")
    parser.add_argument("--kind", choices=KINDS, default="extension")
    options = parser.parse_args(arguments)
    make(options.root, options.id, options.kind)
    return 0


def make(root: Path, id: str, kind: str = "rust") -> None:
    """Write the files of a new exercise; nothing that is there already is touched."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z][a-z0-9]*)+", id):
        raise UsageError(
            f"{id!r} is no id: small letters and digits, topic and stage with a dash "
            "between them, such as `ownership-swap`."
        )
    topic, _, stage = id.partition("-")
    path = f"{topic}/{stage}"
    for folder in (f"exercises/{path}", f"solutions/{path}", f"tests/wrong_answers/{id}"):
        if (root / folder).exists():
            raise UsageError(f"{folder} is there already.")
    template = TEMPLATES / kind
    for source in sorted(file for file in template.rglob("*") if file.is_file()):
        file = root / _fill(source.relative_to(template).as_posix(), topic, stage)
        file.parent.mkdir(parents=True, exist_ok=True)
        text = _fill(source.read_text(encoding="utf-8"), topic, stage)
        file.write_text(text, encoding="utf-8", newline="\n")
    [another] = (root / "solutions" / path).glob("another.*")
    is_crate, alone = (another.parent / "Cargo.toml").is_file(), list[Path]()
    if stands_alone(another.parent / "Cargo.toml"):
        alone = [root / top / path for top in ("exercises", "solutions")]
    if alone or not is_crate:
        _exclude(root, path)
    for workspace in (root, *alone):
        _lock(root, workspace)
    excluded = ", which Cargo.toml excludes from the crates" if alone or not is_crate else ""
    print(_AFTERWARDS.format(id=id, path=path, suffix=another.suffix, excluded=excluded))


def _fill(text: str, topic: str, stage: str) -> str:
    """The template's text or path with the names of the exercise; Rust's have no dash."""
    names = {
        "TOPIC_STAGE": f"{topic}_{stage.replace('-', '_')}",
        "test_STAGE": f"test_{stage.replace('-', '_')}",
        "TOPIC": topic,
        "STAGE": stage,
    }
    return re.sub("|".join(names), lambda found: names[found[0]], text)


def _lock(root: Path, folder: Path) -> None:
    """Name new crates in a Cargo.lock, or `--locked` rejects the next build.

    One of its own begins as the course's, so that it has the versions that are compiled already.
    """
    if folder != root:
        shutil.copyfile(root / "Cargo.lock", folder / "Cargo.lock")
    words = [find_program("cargo"), "update", "--workspace", "--offline", "--quiet"]
    done = run_command(words, folder=folder, environment=build_environment())
    if done.returncode:
        raise WorkshopError(f"The files are made, but Cargo.lock is not:\n{done.stderr.strip()}")


def _exclude(root: Path, path: str) -> None:
    """Take the folders from the workspace: those without a manifest, and those that stand alone."""
    manifest = root / "Cargo.toml"
    folders = f'"exercises/{path}", "solutions/{path}"'
    before = manifest.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^(exclude = \[[^]]*[^],\s])", rf"\1, {folders}", before, count=1)
    if text == before:
        raise WorkshopError(f"{manifest} has no list `exclude`: it must name {folders}.")
    manifest.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(program.run(main))
