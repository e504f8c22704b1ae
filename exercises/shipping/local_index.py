"""A package index on this machine, for the tests of `shipping`, and the programs that use it.

It listens on loopback at a free port, has its files in a folder of the test, and ends with the
test: its standard input is a pipe, which closes when the test's process ends, however that is.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_SERVER = """
import os, sys, threading

def watch():
    sys.stdin.read()
    os._exit(0)

threading.Thread(target=watch, daemon=True).start()
from pypiserver.__main__ import main
main(sys.argv[1:])
"""
_PATIENCE = 20.0
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
    """Offer copies of these files until the block ends; uploads need no password."""
    folder.mkdir(parents=True)
    for file in files:
        shutil.copy(file, folder)
    port = _free_port()
    command = [sys.executable, "-s", "-P", "-c", _SERVER, "run", "--interface", "127.0.0.1"]
    command += ["--port", str(port), "--disable-fallback", "--authenticate", "."]
    command += ["--passwords", ".", "--server", "wsgiref", str(folder)]
    server = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        index = LocalIndex(f"http://127.0.0.1:{port}", folder)
        _wait_for(index, server)
        yield index
    finally:
        server.kill()
        server.communicate()


def _free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


def _wait_for(index: LocalIndex, server: subprocess.Popen[bytes]) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            opener.open(index.simple, timeout=5).close()
        except OSError:
            if server.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return


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
            "MATURIN_NO_INSTALL_RUST": "1",
            "TWINE_NON_INTERACTIVE": "1",
            "TWINE_USERNAME": "rehearsal",
            "TWINE_PASSWORD": "rehearsal",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
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
            word = re.sub(rf"http://(?:127\.0\.0\.1|localhost):{port}(?!\d)", address, word)
        return word

    return [replaced(word) for word in words]
