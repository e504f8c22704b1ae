"""The `workshop` command: parse, call, print; no logic. `bootstrap.setup` says what each needs."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from workshop.base.console import discard_output, open_closed_streams
from workshop.base.errors import EnvironmentBroken, UsageError, WorkshopError, no_access

if TYPE_CHECKING:
    from workshop.learner.project import Project

ROOT = Path(__file__).resolve().parents[2]
_ID = (
    "the exercise: id, path, or its beginning or end; without it the one whose folder you are in, "
    "the one you worked on last, or the next one"
)
_BENCH = "distances, trees or calls; for authors: loop, course, cells, permissions"
OTHER_WORDS = {
    "begin": "lab",
    "borrows": "permissions",
    "continue": "watch",
    "exercises": "list",
    "next": "watch",
    "open": "lab",
    "progress": "list",
    "run": "check",
    "start": "lab",
    "status": "list",
    "submit": "check",
    "undo": "reset",
    "verify": "check",
}
"""What learners may call a command; other words are compared letter by letter."""
_GROUPS = """\
for learners
  lab                  open the episodes in JupyterLab
  serve                slides and book in the browser, without Jupyter
  list                 all exercises and their state
  check [ID]           check an exercise once
  watch [ID]           check at every save
  hint [ID]            the next hint
  solution [ID]        a solution
  reset [ID]           back to the starter, or with --all every exercise; your version is kept
  skip [ID]            skip an exercise
  catch-up EPISODE     the solutions of all earlier episodes, with a backup
  update               bring a new version of the material into your copies
  save [FILE]          your work and progress in one small file
  restore FILE         bring back what was saved, here or on another machine
  permissions FILE     what the borrow checker allows on each line of a Rust file
  bench distances      measure the same loop in Python, NumPy and Rust
  bench trees          compare k-d trees: SciPy's, pykdtree's, ours and a crate's
  bench calls          measure what one call costs in Python, Rust and C
  doctor               check that this machine is ready
  (no command)         where you were, and what is next

for authors and instructors
  test                 run the tests of kit and material (--quick: two minutes)
  build                slides and book as a static site
  new ID               a new exercise from a template
  bench NAME           measure the kit: loop, course, cells, permissions
"""


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run one command. 0 passed, 1 not passed, 2 usage, 3 the environment is broken."""
    open_closed_streams()
    try:
        try:
            return _run(arguments, root)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
    except BrokenPipeError:  # `workshop list | head`: nobody reads on
        discard_output()
        return 0
    except OSError as error:  # `workshop list > file` on a full disk
        discard_output()
        print(f"workshop: The output could not be written: {error.strerror}", file=sys.stderr)
        return EnvironmentBroken.exit_status


def _run(arguments: Sequence[str] | None, root: Path) -> int:
    options = parse(arguments)
    options.root = root
    from workshop.process.termination import exit_on_signals

    try:
        with exit_on_signals():
            status: int = options.run(options)
    except WorkshopError as error:
        print(f"workshop: {error}", file=sys.stderr)
        return error.exit_status
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"workshop: {no_access('That did not work', error)}", file=sys.stderr)
        return EnvironmentBroken.exit_status
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    return status


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the arguments; help and mistakes end the program, also before setup.

    `run` is the command's function, `rest` what pytest gets from `test`.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser, names = make_parser()
    if words[:1] == ["--version"]:
        print(_version())
        raise SystemExit(0)
    if words[:1] == ["help"]:
        words = [*words[1:2], "--help"]
    if words and not words[0].startswith("-") and words[0] not in names:
        parser.error(_no_command(words[0], names))
    options, rest = parser.parse_known_args(words)
    options.rest = rest
    if rest and options.command != "test":
        parser.error(_too_much(options, rest))
    return options


def _too_much(options: argparse.Namespace, rest: Sequence[str]) -> str:
    """What is wrong with words that a command doesn't take."""
    command = f"workshop {options.command or ''}".strip()
    more = f"`{command} --help` says what it takes."
    if rest[0].startswith("-"):
        return f"`{command}` has no option {rest[0]!r}. {more}"
    if id := getattr(options, "id", None):
        return f"`{command}` takes one exercise, as in `{command} {id}`: {rest[0]!r} is too much."
    return f"`{command}` takes nothing like {rest[0]!r}. {more}"


def _version() -> str:
    import platform
    import tomllib

    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    number = tomllib.loads(text)["project"]["version"]
    return f"workshop {number}, Python {platform.python_version()}"


def _no_command(word: str, names: Iterable[str]) -> str:
    import difflib

    word_of_ours = OTHER_WORDS.get(word.lower())
    close = [word_of_ours] if word_of_ours else difflib.get_close_matches(word.lower(), names, 1)
    meant = f" Did you mean `workshop {close[0]}`?" if close else ""
    return f"there is no command {word!r}.{meant} `workshop help` lists them all."


def make_parser() -> tuple[argparse.ArgumentParser, Iterable[str]]:
    """The parser of all commands, and their names."""
    parser = argparse.ArgumentParser(
        prog="workshop",
        usage="workshop [COMMAND] [ID] [options]",
        description="Interfacing Rust and Python: the workshop's own command.",
        epilog=_GROUPS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(command=None, run=_where_now)
    commands = parser.add_subparsers(
        dest="command", metavar="", help=argparse.SUPPRESS, prog="workshop"
    )

    def add(
        name: str,
        run: Callable[[argparse.Namespace], int],
        *,
        with_id: bool = False,
        add_help: bool = True,
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(name, add_help=add_help)
        command.set_defaults(run=run)
        if with_id:
            command.add_argument("id", nargs="?", metavar="ID", help=_ID)
        return command

    for name, run in (("lab", _lab), ("serve", _serve)):
        command = add(name, run)
        command.add_argument("--no-browser", action="store_true", help="print the address only")
        command.add_argument("--port", type=int, default=None, help="default: a free one")
    add("list", _list)
    check = add("check", _check, with_id=True)
    check.add_argument("--json", action="store_true", help="the verdict for programs")
    check.add_argument("--full", action="store_true", help="the compiler's message in full")
    check.add_argument("--picture", action="store_true", help="draw the borrows of the error")
    add("watch", _watch, with_id=True)
    add("hint", _hint, with_id=True)
    solution = add("solution", _solution, with_id=True)
    solution.add_argument("--yes", action="store_true", help="do not ask")
    reset = add("reset", _reset, with_id=True)
    reset.add_argument("--given", action="store_true", help="only the files that you don't change")
    reset.add_argument("--all", action="store_true", help="every exercise that you have changed")
    reset.add_argument("--yes", action="store_true", help="do not ask")
    add("skip", _skip, with_id=True)
    add("catch-up", _catch_up).add_argument("episode", metavar="EPISODE")
    update = add("update", _update)
    update.add_argument("--dry", action="store_true", help="show the changes without making them")
    update.add_argument("--yes", action="store_true", help="do not ask")
    save = add("save", _save)
    save.add_argument("file", nargs="?", metavar="FILE", help="default: in work/, with the time")
    add("restore", _restore).add_argument("file", metavar="FILE", help="what `save` has made")
    permissions = add("permissions", _permissions)
    permissions.add_argument("file", metavar="FILE", help="a Rust file; it is not run")
    permissions.add_argument("--function", metavar="NAME", help="this function alone")
    permissions.add_argument("--all", action="store_true", help="every variable on every line")
    add("doctor", _doctor)

    add("test", _test, add_help=False)
    build = add("build", _build)
    build.add_argument("--book", action="store_true", help="the book alone, warnings allowed")
    new = add("new", _new)
    new.add_argument("id", metavar="ID", help="topic-stage, such as ownership-swap")
    kinds = ("extension", "library", "project", "rust", "script")
    new.add_argument("--kind", choices=kinds, default="extension")
    _add_bench_options(add("bench", _bench))
    return parser, commands.choices


def _add_bench_options(bench: argparse.ArgumentParser) -> None:
    bench.add_argument("name", metavar="NAME", help=_BENCH)
    bench.add_argument("--output", metavar="FILE", help="the numbers, as JSON")
    bench.add_argument(
        "--all", action="store_true", help="trees: also a million points; permissions: each cell"
    )
    of_distances = bench.add_argument_group("options of `bench distances`")
    of_distances.add_argument("--n", metavar="N,N", help="points and references: 1000,3000,10000")
    of_distances.add_argument(
        "--data", metavar="NAME", help="uniform, clusters or another data set"
    )
    of_distances.add_argument("--steps", metavar="ID,ID", help="only these, by id")
    of_distances.add_argument("--minutes", type=float, help="what would take longer is skipped")
    of_distances.add_argument(
        "--with-numba", action="store_true", help="install numba for this run; needs the network"
    )
    of_trees = bench.add_argument_group("options of `bench trees`")
    of_trees.add_argument(
        "--with-pykdtree",
        action="store_true",
        help="install pykdtree for this run; needs the network",
    )


def _project(options: argparse.Namespace) -> Project:
    from workshop.learner.project import Project

    return Project(options.root)


def _where_now(options: argparse.Namespace) -> int:
    from workshop.terminal import commands

    return commands.where_now(_project(options))


def _list(options: argparse.Namespace) -> int:
    from workshop.terminal import commands

    return commands.list_exercises(_project(options))


def _check(options: argparse.Namespace) -> int:
    from workshop.terminal.check import check

    shown = {"in_json": options.json, "picture": options.picture, "full": options.full}
    return check(_project(options), options.id, **shown)


def _watch(options: argparse.Namespace) -> int:
    from workshop.terminal.watch import watch

    return watch(_project(options), options.id)


def _hint(options: argparse.Namespace) -> int:
    from workshop.terminal import commands

    return commands.hint(_project(options), options.id)


def _solution(options: argparse.Namespace) -> int:
    from workshop.terminal import commands

    return commands.solution(_project(options), options.id, yes=options.yes)


def _reset(options: argparse.Namespace) -> int:
    from workshop.terminal import copies

    if not options.all:
        return copies.reset(_project(options), options.id, given=options.given, yes=options.yes)
    if options.id or options.given:
        raise UsageError(
            "`workshop reset --all` takes no ID, and not --given: it resets everything."
        )
    return copies.reset_all(_project(options), yes=options.yes)


def _skip(options: argparse.Namespace) -> int:
    from workshop.terminal import commands

    return commands.skip(_project(options), options.id)


def _catch_up(options: argparse.Namespace) -> int:
    from workshop.terminal import copies

    return copies.catch_up(_project(options), options.episode)


def _update(options: argparse.Namespace) -> int:
    from workshop.terminal import copies

    return copies.update(_project(options), dry=options.dry, yes=options.yes)


def _save(options: argparse.Namespace) -> int:
    from workshop.terminal import copies

    return copies.save(_project(options), options.file)


def _restore(options: argparse.Namespace) -> int:
    from workshop.terminal import copies

    return copies.restore(_project(options), options.file)


def _permissions(options: argparse.Namespace) -> int:
    from workshop.terminal.permissions import permissions

    shown = {"function": options.function, "everything": options.all}
    return permissions(_project(options), options.file, **shown)


def _lab(options: argparse.Namespace) -> int:
    from workshop.lab import lab

    return lab.start(options.root, open_browser=not options.no_browser, port=options.port)


def _serve(options: argparse.Namespace) -> int:
    from workshop.lab import server
    from workshop.prefetch import runner

    return server.serve(
        options.root,
        open_browser=not options.no_browser,
        port=options.port,
        prepare=lambda: runner.start_and_say(options.root, partial(print, flush=True)),
    )


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
    names = ("n", "data", "steps", "minutes", "output", "with_numba")
    given = {name: getattr(options, name) for name in names}
    if options.all and options.name not in {"trees", "permissions"}:
        raise UsageError("--all is an option of `workshop bench trees` and `bench permissions`.")
    if options.with_pykdtree and options.name != "trees":
        raise UsageError("`--with-pykdtree` is an option of `workshop bench trees` alone.")
    if options.output and Path(options.output).is_dir():
        raise UsageError(f"--output names a file, and {options.output} is a folder.")
    if options.name == "distances":
        from workshop.bench import distances
        from workshop.bench.request import read_request

        return distances.main(options.root, read_request(**given))
    output = given.pop("output") if options.name in {"trees", "calls", "permissions"} else None
    if chosen := [name for name, value in given.items() if value not in {None, False}]:
        option, also = chosen[0].replace("_", "-"), ", `trees`, `calls` and `permissions`"
        who = f"`workshop bench distances`{also if option == 'output' else ''} alone"
        raise UsageError(f"--{option} is an option of {who}.")
    if options.name == "trees":
        from workshop.bench import trees

        return trees.main(
            options.root,
            Path(output) if output else None,
            everything=options.all,
            with_pykdtree=options.with_pykdtree,
        )
    if options.name == "calls":
        from workshop.bench import calls

        return calls.main(options.root, Path(output) if output else None)
    words = ["--output", str(Path(output).absolute())] if output else []
    return _start_tool("bench", options.root, options.name, *words, *["--all"] * options.all)


def _start_tool(name: str, root: Path, *arguments: str) -> int:
    """Run a program of `tools/`, which is no part of the kit."""
    import subprocess

    tool = ROOT / "tools" / f"{name}.py"
    words = [sys.executable, str(tool), "--root", str(root), *arguments]
    return subprocess.run(words, check=False).returncode
