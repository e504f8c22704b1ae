"""Serve slides and book, and behind Jupyter's authentication the learner's progress.

`serve` is for a browser without Jupyter: loopback only, names of this machine only, no progress.
`python -m workshop.lab.server` is what jupyter-server-proxy starts: on a Unix socket, or,
where there are none, on loopback with a token that only the proxy knows.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import socket
import sys
import webbrowser
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import psutil
from tornado.httpserver import HTTPServer
from tornado.web import Application

from workshop.base.errors import EnvironmentBroken, UsageError
from workshop.lab.config import TOKEN_VARIABLE
from workshop.lab.handlers import Access, Book, Files, Folder, Front, Overviews, Packages

LOOPBACK = "127.0.0.1"
WEB = Path(__file__).parent / "web"
_FIRST_PORT = 8000


def make_app(root: Path, *, progress: bool = False, token: str | None = None) -> Application:
    """The application for the clone at `root`.

    Without `progress` it answers only to this machine's own names, so that no page of the web can
    read it by a name that points here. With `token` every request must carry it.
    """
    site = {"access": Access(own_names_only=not progress, token=token)}
    files: dict[str, Any] = {**site, "default_filename": "index.html"}
    handlers: list[Any] = [
        (r"/", Front, site),
        (r"/assets/(.*)", Files, {**files, "path": WEB}),
        (r"/slides/(.*)", Files, {**files, "path": root / "slides"}),
        (r"/node_modules/(.*)", Packages, _packages(root, files)),
        (r"/book/(.*)", Book, {**files, "clone": root}),
        (r"/(slides|book)", Folder, site),
    ]
    if progress:
        handlers.append((r"/(progress|episodes)", Folder, site))
        handlers.append((r"/(progress|episodes)/", Overviews, {**site, "root": root}))
    return Application(
        handlers,
        default_handler_class=Front,
        default_handler_args={**site, "status": 404},
        template_path=str(WEB),
        static_hash_cache=False,  # a file may change while this runs
        log_function=lambda _handler: None,
    )


def _packages(root: Path, files: dict[str, Any]) -> dict[str, Any]:
    """Of all npm packages only those that pages load."""
    try:
        package = json.loads((root / "package.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):  # the pages do without
        package = {}
    return {
        **files,
        "path": root / "node_modules",
        "names": tuple(package.get("dependencies", ())),
    }


def serve(
    root: Path,
    *,
    open_browser: bool = True,
    port: int | None = None,
    prepare: Callable[[], None] = lambda: None,
) -> int:
    """Serve slides and book on loopback until Ctrl-C; return the exit status.

    `prepare` starts to fetch and to build what they need, when the addresses are shown.
    """
    sockets = _listen(port)
    address = f"http://{LOOPBACK}:{sockets[0].getsockname()[1]}"
    print(f"Slides: {address}/slides/", f"Book:   {address}/book/", sep="\n")
    print("Ctrl-C stops it.", flush=True)
    prepare()
    if open_browser:
        webbrowser.open(f"{address}/")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(make_app(root), sockets, asyncio.Event().wait))
    return 0


def _listen(port: int | None) -> list[socket.socket]:
    """A port that is free: the one wanted, or the first from 8000 on."""
    for candidate in [port] if port is not None else [*range(_FIRST_PORT, _FIRST_PORT + 50), 0]:
        try:
            listener = socket.create_server((LOOPBACK, candidate))
        except OSError as error:
            reason = error.strerror
        else:
            listener.settimeout(0)
            return [listener]
    raise EnvironmentBroken(
        f"Port {port} can't be used: {reason}. Leave out --port to get a free one."
    )


async def _run(
    app: Application, sockets: list[socket.socket], until: Callable[[], Awaitable[Any]]
) -> None:
    server = HTTPServer(app)
    server.add_sockets(sockets)
    await until()


async def _while_live(starters: Starters) -> None:
    """Return when a process that started this one is gone, so that nothing is left behind."""
    while starters.live():  # noqa: ASYNC110 - nobody tells that a parent has ended
        await asyncio.sleep(1)


class Starters:
    """What started this process.

    Elsewhere a process gets another parent when its own has ended. Windows keeps the number, and
    between JupyterLab and this process stands the `python.exe` of the environment, which waits.
    """

    def __init__(self) -> None:
        self._parent = os.getppid()
        self._count = 1 if sys.prefix == sys.base_prefix else 2
        self._known = psutil.Process().parents()[: self._count] if os.name == "nt" else []

    def live(self) -> bool:
        """Whether all of it is still there."""
        if os.name == "nt":
            return sum(one.is_running() for one in self._known) == self._count
        return os.getppid() == self._parent


def main(arguments: list[str]) -> int:
    """Start what jupyter-server-proxy asked for."""
    starters = Starters()  # before anything is listened to: from then on it may end
    parser = argparse.ArgumentParser(prog="workshop.lab.server")
    parser.add_argument("--root", type=Path, required=True)
    listen = parser.add_mutually_exclusive_group(required=True)
    listen.add_argument("--socket", help="path of a Unix socket")
    listen.add_argument(
        "--port", type=int, help=f"port on loopback; {TOKEN_VARIABLE} holds the token"
    )
    options = parser.parse_args(arguments)
    token = None if options.socket else os.environ.pop(TOKEN_VARIABLE, "")
    if token == "":
        raise UsageError(
            f"On a port {TOKEN_VARIABLE} is needed: others on this machine can reach it."
        )
    app = make_app(options.root, progress=True, token=token)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(app, _sockets(options), partial(_while_live, starters)))
    return 0


def _sockets(options: argparse.Namespace) -> list[socket.socket]:
    if options.socket:
        from tornado.netutil import bind_unix_socket

        return [bind_unix_socket(options.socket, mode=0o600)]
    return _listen(options.port)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
