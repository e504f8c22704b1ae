"""Open JupyterLab on the learner's episode, and end it with nothing left running."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from workshop.base.errors import EnvironmentBroken
from workshop.course.catalog import Catalog
from workshop.lab.config import write_configuration
from workshop.learner.project import Project
from workshop.learner.status import read_status
from workshop.learner.work_folder import WorkFolder
from workshop.prefetch import runner
from workshop.process.termination import exit_delayed
from workshop.publish import notebooks
from workshop.rust.toolchain import build_environment

JUPYTERLAB = (sys.executable, "-P", "-m", "jupyterlab")
"""With -P no file of the learner's stands in for a module."""
LOOPBACK = "127.0.0.1"
_FIRST_PORT = 8888
_CODESPACE = ("CODESPACE_NAME", "GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN")
_ATTEMPTS = 3
_STARTS_WITHIN = 90.0
_ENDS_WITHIN = 10.0


@dataclass(frozen=True)
class RunningLab:
    """A JupyterLab that runs: its process, its address with the token, its log."""

    process: subprocess.Popen[bytes]
    address: str
    token: str
    first_page: str
    log: Path

    @property
    def link(self) -> str:
        """What a browser opens: the first page, with the token."""
        return f"{self.address}/lab/tree/{self.first_page}?token={self.token}"


def start(root: Path, *, open_browser: bool = True, port: int | None = None) -> int:
    """Show the first episode that is not finished in JupyterLab; return when it has ended."""
    if port is not None and (link := _running_link(root, port)):
        print(f"JupyterLab: {link}\nIt runs already, in another terminal.", flush=True)
        if open_browser:
            webbrowser.open(link)
        return 0
    for line in prepare(root):
        print(line, flush=True)
    with opened(root, port=port) as lab:
        print(f"JupyterLab: {lab.link}", flush=True)
        print("Ctrl-C stops it. Your changes are in work/.", flush=True)
        if open_browser:
            webbrowser.open(lab.link)
        runner.start_and_say(root, _say)
        return _wait(lab)


def _running_link(root: Path, port: int) -> str | None:
    """The address of this clone's JupyterLab, where one runs at this port."""
    from jupyter_server.serverapp import list_running_servers

    for server in list_running_servers():
        folder = Path(server.get("root_dir", ""))
        if server.get("port") == port and folder == root / "work":
            return f"{server['url']}lab/tree/{first_page(root)}?token={server['token']}"
    return None


def prepare(root: Path) -> list[str]:
    """Bring notebooks and copies up to date; return what the learner should know."""
    made = notebooks.update_notebooks(root)
    work, catalog = WorkFolder(root), Catalog(root)
    for episode in catalog.episodes:
        for id in episode.exercises:
            work.ensure_copy(catalog.exercises[id])
    work.write_workspace()
    return list(made.messages)


@contextmanager
def opened(root: Path, *, port: int | None = None) -> Iterator[RunningLab]:
    """A JupyterLab that answers; at the end it and everything that it started are gone."""
    with ExitStack() as started:
        yield _launch_somewhere(root, port, started)


def _launch_somewhere(root: Path, wanted: int | None, started: ExitStack) -> RunningLab:
    for attempt in range(1, _ATTEMPTS + 1):
        port = _free_port(wanted)
        lab = _launch(root, port, started)
        try:
            _wait_until_it_answers(lab)
        except EnvironmentBroken:
            started.close()
            lost = wanted is None and not _is_free(port)  # somebody was faster
            if not lost or attempt == _ATTEMPTS:
                raise
        else:
            break
    return lab


def _launch(root: Path, port: int, started: ExitStack) -> RunningLab:
    """Start a JupyterLab that `started` ends, whenever that is."""
    token = secrets.token_urlsafe(24)
    page = first_page(root)
    settings = write_configuration(root, first_page=page)
    log = settings / "lab.log"
    command = [*JUPYTERLAB, "--no-browser"]
    command += [f"--ServerApp.{name}={value}" for name, value in _server(port).items()]
    with log.open("wb") as stream, exit_delayed():
        process = subprocess.Popen(
            command,
            cwd=root / "work",
            env={**lab_environment(settings), "JUPYTER_TOKEN": token},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            **_apart(),
        )
        started.callback(_end, process)
    return RunningLab(process, f"http://{LOOPBACK}:{port}", token, page, log)


def _server(port: int) -> dict[str, Any]:
    options = {"ip": LOOPBACK, "port": port, "port_retries": 0, "allow_root": True}
    name, domain = (os.environ.get(variable) for variable in _CODESPACE)
    if name and domain:  # the browser speaks with its proxy, which has this name
        options["allow_origin"] = f"https://{name}-{port}.{domain}"
    return options


def _apart() -> dict[str, Any]:
    """Its own group: Ctrl-C reaches the workshop alone, which then ends everything in order."""
    if os.name == "nt":
        return {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
    return {"start_new_session": True}


def lab_environment(settings: Path) -> dict[str, str]:
    """This environment first, nothing of conda, and JupyterLab's settings from `work/.lab`."""
    values = build_environment()
    for name in [name for name in values if "CONDA" in name or name == "_CE_M"]:
        del values[name]
    return {**values, "JUPYTER_CONFIG_DIR": str(settings)}


def first_page(root: Path) -> str:
    """What to read or to do next; where nothing is left, the first episode."""
    status = read_status(Project(root))
    chapter = status.next_page or next(iter(status.episodes), None)
    return chapter.notebook if chapter else ""


def _free_port(wanted: int | None) -> int:
    candidates = [wanted] if wanted is not None else range(_FIRST_PORT, _FIRST_PORT + 50)
    for port in candidates:
        if _is_free(port):
            return port
    raise EnvironmentBroken(f"Port {candidates[0]} is taken. Choose another one: --port NUMBER.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        if os.name == "posix":  # a port that was left a moment ago is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def _wait_until_it_answers(lab: RunningLab) -> None:
    end = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < end:
        if lab.process.poll() is not None:
            break
        with contextlib.suppress(OSError, ValueError):
            request = urllib.request.Request(  # noqa: S310 - our own address
                f"{lab.address}/api/status", headers={"Authorization": f"token {lab.token}"}
            )
            with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
                json.load(answer)
                return
        time.sleep(0.1)
    tail = lab.log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:]
    text = "\n".join(tail)
    raise EnvironmentBroken(
        f"JupyterLab did not start. Its last output:\n{text}\nAll of them: {lab.log}\n"
        "Start it again; if it fails again, `workshop doctor` looks for the cause."
    )


def _say(line: str) -> None:
    """Say what is compiled, fetched and built while the learner reads."""
    print(line, flush=True)


def _wait(lab: RunningLab) -> int:
    """Wait for Ctrl-C, a closed terminal, or JupyterLab's own menu File > Shut Down."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)
    with contextlib.suppress(KeyboardInterrupt):
        while lab.process.poll() is None:  # on Windows, Ctrl-C doesn't end `process.wait()`
            time.sleep(0.2)
        print("JupyterLab was shut down.", flush=True)
    return 0


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let JupyterLab shut down its kernels and terminals; what is left then is killed."""
    children: list[psutil.Process] = []
    with contextlib.suppress(psutil.NoSuchProcess):
        children = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
        process.wait(_ENDS_WITHIN)
    for child in children:
        with contextlib.suppress(psutil.NoSuchProcess):
            child.kill()
    psutil.wait_procs(children, timeout=_ENDS_WITHIN)
    process.kill()
    process.wait()
