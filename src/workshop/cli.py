"""The `workshop` command: parse, call, print; no logic."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workshop.base.errors import EnvironmentBroken, WorkshopError, no_access

if TYPE_CHECKING:
    from workshop.learner.project import Project

    _Command = Callable[[argparse.Namespace], int]

ROOT = Path(__file__).resolve().parents[2]
_ID = "the exercise: id, path, or its beginning or end; without it the current one"
_GROUPS = """\
for learners
  lab                  open the episodes in JupyterLab
  serve                slides and book in the browser, without Jupyter
  list                 all exercises and their state
  check [ID]           check an exercise once
  watch [ID]           check at every save
  hint [ID]            the next hint
  solution [ID]        a solution
  reset [ID]           the starter again; your version is kept
  skip [ID]            leave an exercise out
  catch-up EPISODE     the solutions of all earlier episodes, with a backup
  update               bring a new version of the material into your copies
  doctor               is this machine ready?
  (no command)         where you were, and what is next

for authors and instructors
  test                 run every test
  build                slides and book as a static site
  new ID               a new exercise from a template
  bench NAME           measure, and write lessons/data/
"""


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run one command. 0 passed, 1 not passed, 2 usage, 3 the environment is broken."""
    options, rest = parse(arguments)
    options.root, options.rest = root, rest
    try:
        run: _Command = options.run
        return run(options)
    except WorkshopError as error:
        print(f"workshop: {error}", file=sys.stderr)
        return error.exit_status
    except BrokenPipeError:  # `workshop list | head`
        sys.stderr.close()
        return 0
    except OSError as error:
        print(f"workshop: {no_access('That did not work', error)}", file=sys.stderr)
        return EnvironmentBroken.exit_status
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def parse(arguments: Sequence[str] | None) -> tuple[argparse.Namespace, list[str]]:
    """Read the arguments; help and mistakes end the program, also before set-up."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["--version"]:
        print(_version())
        raise SystemExit(0)
    if words[:1] == ["help"]:
        words = [*words[1:2], "--help"]
    parser, names = _parser()
    if words and not words[0].startswith("-") and words[0] not in names:
        parser.error(_no_command(words[0], names))
    options, rest = parser.parse_known_args(words)
    if rest and options.command != "test":
        parser.error(f"{options.command or 'workshop'}: it does not know {' '.join(rest)}")
    return options, rest


def _version() -> str:
    import platform
    import tomllib

    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    number = tomllib.loads(text)["project"]["version"]
    return f"workshop {number}, Python {platform.python_version()}"


def _no_command(word: str, names: Collection[str]) -> str:
    import difflib

    close = difflib.get_close_matches(word.lower(), names, 1)
    meant = f" Did you mean `workshop {close[0]}`?" if close else ""
    return f"there is no command {word!r}.{meant} `workshop help` names them all."


def _parser() -> tuple[argparse.ArgumentParser, Collection[str]]:
    """The parser of the command, and the names of all commands."""
    parser = argparse.ArgumentParser(
        prog="workshop",
        usage="workshop [COMMAND] [ID] [options]",
        description="Interfacing Rust and Python: the workshop's own command.",
        epilog=_GROUPS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(command=None, run=_where_now)
    commands = parser.add_subparsers(dest="command", metavar="", help=argparse.SUPPRESS)
    _add_learners(commands)
    _add_authors(commands)
    return parser, commands.choices


def _add_learners(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _add(commands, "list", _list)
    _add(commands, "doctor", _doctor)
    check = _add(commands, "check", _check, with_id=True)
    check.add_argument("--json", action="store_true", help="the verdict for programs")
    check.add_argument("--picture", action="store_true", help="draw the borrows of the error")
    _add(commands, "watch", _watch, with_id=True)
    _add(commands, "hint", _hint, with_id=True)
    solution = _add(commands, "solution", _solution, with_id=True)
    solution.add_argument("--yes", action="store_true", help="do not ask")
    _add(commands, "reset", _reset, with_id=True)
    _add(commands, "skip", _skip, with_id=True)
    _add(commands, "catch-up", _catch_up).add_argument("episode", metavar="EPISODE")
    update = _add(commands, "update", _update)
    update.add_argument("--dry", action="store_true", help="say what would change, no more")
    update.add_argument("--yes", action="store_true", help="do not ask")
    for name, run in (("lab", _lab), ("serve", _serve)):
        command = _add(commands, name, run)
        command.add_argument("--no-browser", action="store_true", help="print the address only")
        command.add_argument("--port", type=int, default=None, help="default: a free one")


def _add_authors(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _add(commands, "test", _test, add_help=False)
    build = _add(commands, "build", _build)
    build.add_argument("--book", action="store_true", help="the book alone, warnings allowed")
    new = _add(commands, "new", _new)
    new.add_argument("id", metavar="ID", help="topic-stage, such as ownership-swap")
    new.add_argument("--kind", choices=("extension", "rust"), default="extension")
    _add(commands, "bench", _bench).add_argument("name", metavar="NAME")


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: _Command,
    *,
    with_id: bool = False,
    add_help: bool = True,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, add_help=add_help)
    parser.set_defaults(run=run)
    if with_id:
        parser.add_argument("id", nargs="?", metavar="ID", help=_ID)
    return parser


def _for_learner(run: Callable[[Project, argparse.Namespace], int]) -> _Command:
    """A command on the learner's project, which ends in good order on a signal."""

    def command(options: argparse.Namespace) -> int:
        from workshop.learner.project import Project
        from workshop.process.termination import exit_on_signals

        project = Project(options.root)
        with exit_on_signals():
            return run(project, options)

    return command


@_for_learner
def _where_now(project: Project, _options: argparse.Namespace) -> int:
    from workshop.terminal import commands

    return commands.where_now(project)


@_for_learner
def _list(project: Project, _options: argparse.Namespace) -> int:
    from workshop.terminal import commands

    return commands.list_exercises(project)


@_for_learner
def _check(project: Project, options: argparse.Namespace) -> int:
    from workshop.terminal.check import check

    return check(project, options.id, in_json=options.json, picture=options.picture)


@_for_learner
def _hint(project: Project, options: argparse.Namespace) -> int:
    from workshop.terminal import commands

    return commands.hint(project, options.id)


@_for_learner
def _solution(project: Project, options: argparse.Namespace) -> int:
    from workshop.terminal import commands

    return commands.solution(project, options.id, yes=options.yes)


@_for_learner
def _reset(project: Project, options: argparse.Namespace) -> int:
    from workshop.terminal import copies

    return copies.reset(project, options.id)


@_for_learner
def _skip(project: Project, options: argparse.Namespace) -> int:
    from workshop.terminal import commands

    return commands.skip(project, options.id)


@_for_learner
def _catch_up(project: Project, options: argparse.Namespace) -> int:
    from workshop.terminal import copies

    return copies.catch_up(project, options.episode)


@_for_learner
def _update(project: Project, options: argparse.Namespace) -> int:
    from workshop.terminal import copies

    return copies.update(project, dry=options.dry, yes=options.yes)


def _watch(options: argparse.Namespace) -> int:
    from workshop.process.termination import exit_on_signals
    from workshop.terminal import watch

    with exit_on_signals():
        return watch.main(options.root, options.id)


def _lab(options: argparse.Namespace) -> int:
    from workshop.lab import lab
    from workshop.process.termination import exit_on_signals

    with exit_on_signals():
        return lab.start(options.root, open_browser=not options.no_browser, port=options.port)


def _serve(options: argparse.Namespace) -> int:
    from workshop.lab import server

    return server.serve(options.root, open_browser=not options.no_browser, port=options.port)


def _doctor(options: argparse.Namespace) -> int:
    from workshop.doctor import report

    return report.run(options.root)


def _test(options: argparse.Namespace) -> int:
    words = [sys.executable, str(options.root / "tools" / "run_tests.py"), *options.rest]
    if os.name == "posix":
        os.execv(sys.executable, words)  # noqa: S606 - who ends this command ends the tests, too

    import subprocess

    return subprocess.run(words, check=False).returncode


def _build(options: argparse.Namespace) -> int:
    from workshop.publish import book, site

    if not options.book:
        return site.build(options.root)
    book.build(options.root, strict=False)
    return 0


def _new(options: argparse.Namespace) -> int:
    return _start_tool("new", options.root, options.id, "--kind", options.kind)


def _bench(options: argparse.Namespace) -> int:
    return _start_tool("bench", options.root, options.name)


def _start_tool(name: str, root: Path, *arguments: str) -> int:
    """Run a program of `tools/`, which is no part of the kit."""
    import subprocess

    tool = ROOT / "tools" / f"{name}.py"
    words = [sys.executable, str(tool), "--root", str(root), *arguments]
    return subprocess.run(words, check=False).returncode
