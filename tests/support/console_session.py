"""A page's `console` blocks, typed into bash as printed, and what it says compared with the page.

A line that begins with `$ ` is a command; the lines below it are what it must print, to the end of
the block or the next command. In them `…` stands for anything within its line, and a line that is
`…` alone for any lines, or none. A command with nothing below it must print nothing. All must
succeed.

Blocks follow each other in one shell, which keeps its folder and what is active in it. Comments
directly above a block, which the book does not show, say what is different:

`% session: FOLDER`  a new terminal in this folder of the learner's clone, such as `work`; `home`
                     is an empty folder outside of it, where the machine has no virtual environment
`% background`       the last command is a server: it runs until the page ends, in its own terminal,
                     and the blocks below go on in the one before it
`% network`          reaches a registry, so pip has the configuration of this machine
`% fails`            the last command must fail
`% outside: REASON`  can't be run here
"""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workshop.publish.fences import Fence, Location, all_fences

_COMMENT = re.compile(r"^% (session|background|network|fails|outside)(?:: (.+))?$")
_END = "\x1e"  # no program says this
_PATIENCE = 900.0
_SERVER_PATIENCE = 20.0
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class PageFault(AssertionError):
    """The page and what happened differ; the message says where and how."""


@dataclass(frozen=True)
class Command:
    """What is typed, and the lines that the page shows below it."""

    typed: str
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """One `console` block of a page, and what the comments above it say."""

    location: Location
    commands: tuple[Command, ...]
    notes: Mapping[str, str]

    def fault(self, message: str) -> PageFault:
        """The error that names the block."""
        return PageFault(f"{self.location}: {message}")


def blocks_of(page: Path) -> Iterator[Block]:
    """Every `console` block, also those in boxes."""
    lines = tuple(page.read_text(encoding="utf-8").splitlines())
    for fence in all_fences(lines, Location(page, 1)):
        if not fence.name and fence.language == "console":
            yield Block(fence.location, tuple(_commands(fence)), _notes(lines, fence))


def _notes(lines: tuple[str, ...], fence: Fence) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in reversed(lines[: fence.location.line - 1]):
        if not line.startswith("%"):
            break
        if (note := _COMMENT.match(line)) is None:
            raise PageFault(f"{fence.location}: above it stands {line!r}, which says nothing")
        found[note[1]] = note[2] or ""
    return found


def _commands(fence: Fence) -> Iterator[Command]:
    typed, shown = "", list[str]()
    for line in fence.lines:
        if line.startswith("$ "):
            if typed:
                yield Command(typed, tuple(shown))
            typed, shown = line.removeprefix("$ "), []
        elif not typed:
            raise PageFault(f"{fence.location}: {line!r} stands above the first command")
        else:
            shown.append(line)
    if typed:
        yield Command(typed, tuple(shown))


def difference(shown: tuple[str, ...], said: str) -> str:
    """How the output differs from what the page shows, or nothing."""
    pattern = "".join(_pattern(line) for line in shown)
    lines = [line.rstrip() for line in _ANSI.sub("", said).strip("\n").splitlines()]
    text = "".join(f"{line}\n" for line in lines)
    if re.fullmatch(pattern, text):
        return ""
    return "the page shows\n" + "\n".join(shown) + "\nand it says\n" + text


def _pattern(line: str) -> str:
    if line.strip() == "…":
        return r"(?:.*\n)*?"
    return "[^\n]*?".join(map(re.escape, line.rstrip().split("…"))) + "\n"


class Shell:
    """A bash that stays open, in a folder and with an environment."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def run(self, command: str) -> tuple[str, int]:
        """What one command prints, and its status."""
        self._write(f"{{ {command}\n}} </dev/null; printf '{_END}%s{_END}\\n' $?")
        assert self._process.stdout is not None
        said, end = b"", time.monotonic() + _PATIENCE
        while line := self._process.stdout.readline():
            said += line
            text = said.decode("utf-8", errors="replace")
            if found := re.search(rf"{_END}(\d+){_END}\n$", text):
                return text[: found.start()], int(found[1])
            assert time.monotonic() < end, text
        raise AssertionError(f"the shell ended at {command!r}:\n{said.decode(errors='replace')}")

    def start(self, command: str) -> None:
        """Start a server; it ends with the shell, whose input ends with the test, however it does.

        By `exec`, what is ended is the server itself, and not a shell that waits for it.
        """
        self._write(f"exec {command} </dev/null >/dev/null 2>&1 &\ntrap 'kill $!' EXIT")

    def set(self, values: Mapping[str, str | None]) -> None:
        """Set variables of the shell, or remove those that are None."""
        for name, value in values.items():
            quoted = "'" + (value or "").replace("'", "'\\''") + "'"
            self._write(f"unset {name}" if value is None else f"export {name}={quoted}")

    def _write(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{text}\n".encode())
        self._process.stdin.flush()

    def close(self) -> None:
        """End the shell, and what it has started."""
        try:
            self._process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.send_signal(signal.SIGKILL)
            self._process.communicate()


@dataclass
class Reader:
    """Somebody who types the blocks of a page, one after the other.

    `environment` is that of a terminal of the workshop, `home` that of the machine; `isolated`
    are the variables that keep pip from every index but the one in the command. A port on the
    page is replaced by a free one, which `ports` has then.
    """

    clone: Path
    elsewhere: Path
    environment: Mapping[str, str]
    home: Mapping[str, str]
    isolated: Mapping[str, str | None]
    network: bool = True
    shell: Shell | None = None
    left_out: list[Block] = field(default_factory=list)
    ports: dict[str, str] = field(default_factory=dict)
    _shells: list[Shell] = field(default_factory=list)

    def do(self, block: Block) -> None:
        """Type one block, and raise a PageFault where it does something else."""
        if "outside" in block.notes:
            return
        if "network" in block.notes and not self.network:
            self.left_out.append(block)
            return
        before = self.shell
        if "session" in block.notes:
            self._open(block.notes["session"])
        if self.shell is None:
            raise block.fault("the first block must say its session")
        self._isolate("network" not in block.notes)
        *others, last = block.commands
        for command in others:
            self._type(block, command, fails=False)
        if "background" in block.notes:
            self._serve(block, last)
            self.shell = before
        else:
            self._type(block, last, fails="fails" in block.notes)

    def _open(self, folder: str) -> None:
        at_home = folder == "home"
        where = self.elsewhere if at_home else self.clone / folder
        self.shell = Shell(where, self.home if at_home else self.environment)
        self._shells.append(self.shell)

    def _isolate(self, alone: bool) -> None:  # noqa: FBT001 - says itself what it is
        assert self.shell is not None
        own: dict[str, str | None] = {name: self.home.get(name) for name in self.isolated}
        self.shell.set(self.isolated if alone else own)

    def _type(self, block: Block, command: Command, *, fails: bool) -> None:
        assert self.shell is not None
        said, status = self.shell.run(self._at_free_port(command.typed))
        for port, free in self.ports.items():
            said = said.replace(free, port)
        if (status != 0) is not fails:
            happened = f"ends with status {status}" if status else "does not fail"
            raise block.fault(f"`{command.typed}` {happened}:\n{said}")
        if differs := difference(command.shown, said):
            raise block.fault(f"`{command.typed}`: {differs}")

    def _serve(self, block: Block, command: Command) -> None:
        assert self.shell is not None
        typed = self._at_free_port(command.typed)
        (port,) = re.findall(r"--port (\d+)", typed)
        self.shell.start(typed)
        end = time.monotonic() + _SERVER_PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", int(port)), timeout=5).close()
            except OSError:
                if self.shell.run("kill -0 $!")[1] or time.monotonic() > end:
                    raise block.fault(f"`{command.typed}` does not listen at its port") from None
                time.sleep(0.1)
            else:
                return

    def _at_free_port(self, typed: str) -> str:
        def free(found: re.Match[str]) -> str:
            if found[0] not in self.ports:
                self.ports[found[0]] = _free_port()
            return self.ports[found[0]]

        return re.sub(r"(?<=127\.0\.0\.1:)\d{4,5}|(?<=--port )\d{4,5}", free, typed)

    def close(self) -> None:
        """End all terminals, and the servers in them."""
        for shell in self._shells:
            shell.close()


def _free_port() -> str:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return str(made.getsockname()[1])
