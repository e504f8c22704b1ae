"""A package index on this machine, for the tests of `shipping`, and the programs that use it.

It listens on loopback at a port that the system chooses, and ends with the test, however that ends:
its standard input is a pipe, which the system closes. Then it removes its files.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_SERVER = """
import os, shutil, sys, threading
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

folder = Path(sys.argv[1])

def end_with_the_test():
    sys.stdin.read()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)

threading.Thread(target=end_with_the_test, daemon=True).start()
import pypiserver

class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

class Handler(WSGIRequestHandler):
    def log_message(self, *_): pass
    def address_string(self): return self.client_address[0]

# Without the fallback, a name that it lacks would lead to the public index.
index = pypiserver.app(roots=[folder], disable_fallback=True, authenticate=[], password_file=".")
server = make_server("127.0.0.1", 0, index, Server, Handler)
print(server.server_port, flush=True)
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # nobody reads a pipe that would fill up
server.serve_forever()
"""
_ENDING = 10.0
"""Seconds that the server may take to remove its files."""
_NOWHERE = "http://127.0.0.1:9"
_PROMPTS = re.compile(r"^\s*(?:\$|>)\s+(.+)$")


@dataclass(frozen=True)
class LocalIndex:
    """An index that answers at `address`; `folder` has the files that it offers."""

    address: str
    folder: Path

    @property
    def simple(self) -> str:
        """The page that pip and uv read."""
        return f"{self.address}/simple/"

    @property
    def files(self) -> list[str]:
        """What it offers now."""
        return sorted(file.name for file in self.folder.iterdir())


@contextmanager
def local_index(folder: Path, *files: Path) -> Iterator[LocalIndex]:
    """Offer copies of these files until the block ends; uploads need no password.

    The folder is made for it, and removed with all that was uploaded.
    """
    folder.mkdir(parents=True)
    for file in files:
        shutil.copy(file, folder)
    server = subprocess.Popen(
        [sys.executable, "-s", "-P", "-c", _SERVER, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # Ctrl-C in a terminal would end it before it removes its files
    )
    try:
        assert server.stdout is not None
        port = server.stdout.readline().strip()  # it listens from here on
        if not port:
            raise RuntimeError(f"The index did not start:\n{server.communicate()[1]}")
        yield LocalIndex(f"http://127.0.0.1:{port}", folder)
    finally:
        try:
            server.communicate(timeout=_ENDING)
        except subprocess.TimeoutExpired:
            server.kill()
            server.communicate()
        shutil.rmtree(folder, ignore_errors=True)


def own_environment(home: Path) -> dict[str, str]:
    """The variables of a program that knows no index but the one it is told.

    No configuration of this machine is read, no other host is reached, nobody is asked for a
    password, there is no Rust on PATH, and nothing downloads one.
    """
    kept = ("SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "PYTHONUTF8", "PYTHONIOENCODING")
    values = {name: os.environ[name] for name in kept if name in os.environ}
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), _NOWHERE)
    return (
        values
        | proxies
        | {
            "HOME": str(home),
            "USERPROFILE": str(home),
            "PATH": str(home),  # which holds no program
            "NO_PROXY": "127.0.0.1,localhost",
            "no_proxy": "127.0.0.1,localhost",
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_INPUT": "1",
            "UV_NO_CONFIG": "1",
            "UV_PYTHON_DOWNLOADS": "never",
            "UV_CACHE_DIR": str(home / "uv-cache"),
            "UV_HTTP_RETRIES": "0",
            "UV_NO_PROGRESS": "1",
            "UV_PUBLISH_USERNAME": "rehearsal",
            "UV_PUBLISH_PASSWORD": "rehearsal",
            "MATURIN_NO_INSTALL_RUST": "1",
            "TWINE_NON_INTERACTIVE": "1",
            "TWINE_USERNAME": "rehearsal",
            "TWINE_PASSWORD": "rehearsal",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "NO_COLOR": "1",
            "COLUMNS": "500",  # no line is broken
        }
    )


def commands(page: Path) -> list[list[str]]:
    """The commands of a Markdown file: the words of each line that begins with `$`."""
    return commands_in(page.read_text(encoding="utf-8"))


def commands_in(text: str) -> list[list[str]]:
    """The same of a part of it. A line that ends with a backslash goes on in the next one."""
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    found = (match[1] for line in lines if (match := _PROMPTS.match(line)))
    return [_words(re.sub(r"\s#\s.*", "", command)) for command in found]


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:  # a quotation mark without its partner
        return command.split()


def at_this_port(words: list[str], ports: Mapping[int, str]) -> list[str]:
    """A command whose addresses of this machine name the ports that the test's indexes have."""

    def replaced(word: str) -> str:
        for port, address in ports.items():
            place = address.partition("://")[2]
            here = rf"(https?://(?:[^/@]*@)?)(?:127\.0\.0\.1|localhost):{port}(?!\d)"
            word = re.sub(here, rf"\g<1>{place}", word)
        return word

    return [replaced(word) for word in words]
