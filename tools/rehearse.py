"""Rehearse Binder: build the image without Docker, start it as the service does, and use it.

It prints what each step took, how much memory and disk, and what is different from the service.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import program
from program import ROOT
from rehearsal import needs
from rehearsal.container import Container, Running
from rehearsal.limits import Group, limited
from rehearsal.recipe import HOME, NUMBER, Recipe, read_recipe
from rehearsal.root import copy_toolchain, make_root, network_variables
from rehearsal.sizes import sizes
from rehearsal.table import Table
from workshop.base.errors import EnvironmentBroken, UsageError, WorkshopError
from workshop.course.catalog import Catalog

FOLDER = ROOT / "target" / "rehearsal"
VISIT = Path(__file__).parent / "rehearsal" / "visit.py"
GIGA = 1_000_000_000
BASE = "/user/visitor-1/"
NOTE = "notes.txt"
"""What the visit writes into work/ in a terminal: the folder that this opened in."""
TOKEN = "rehearsal"  # noqa: S105 - of a session that only this machine reaches
_MINUTES = 30 * 60
_ANSWERS_WITHIN = 90
_DIFFERENCES = """\
Not as in the service:
- Debian 13 stands in for Ubuntu 24.04, and its Python {python} for conda's.
- JupyterLab, Notebook and node of the same versions come from pip, not from conda-forge.
- Rust is this machine's {rust}: `binder/install-rust` was not run.
- Nothing was pushed or pulled; dates of files were cut to whole seconds, as layers keep them.
- No proxy stands before the server, and no other session beside it.
- A session starts when it is asked for; the service first builds and loads the image."""


@dataclass
class Rehearsal:
    """One run, in a folder of its own that is removed at the end."""

    options: argparse.Namespace
    folder: Path
    recipe: Recipe
    table: Table = field(default_factory=Table)

    def run(self) -> None:
        """Everything, in order; what fails is said at the end."""
        root = self._root()
        image = self._image(root)
        if not self.options.short:
            self._session(image, "online", memory=2 * GIGA, network=True)
            self._session(image, "no network", memory=2 * GIGA, network=False)
        saved = self._session(image, "no network, 1 GB", memory=GIGA, network=False)
        self._second_machine(image, saved)
        if self.options.short:
            return
        self._solutions(image)
        self._other_programs(image)
        self._dev_container(root)

    # The image

    def _root(self) -> Path:
        with self._timed("clean root (kept for the next time)"):
            return make_root(FOLDER, self.recipe, self._apt(), self._say)

    def _apt(self) -> list[str]:
        return (ROOT / "binder" / "apt.txt").read_text(encoding="utf-8").split()

    def _image(self, root: Path) -> list[Path]:
        """Run `postBuild` as the user, within the limits; return the layers, highest first."""
        upper = (FOLDER if self.options.keep else self.folder) / "image"
        home, ready = upper / HOME.lstrip("/"), upper.with_name("image.ready")
        if ready.is_file():
            self._say("the image that was kept, whatever has changed since")
            self._sizes(root, home)
            return [upper, root]
        shutil.rmtree(upper, ignore_errors=True)  # of a run that was ended
        self._copy_repository(home)
        copy_toolchain(home, _output)
        _own(home)
        container = self._container([root], upper)
        with (
            limited("workshop-rehearsal", 2 * GIGA) as group,
            self._timed("binder/postBuild", group),
        ):
            self._build(container, group)
        _cut_dates(upper)
        ready.touch()
        self._sizes(root, home)
        return [upper, root]

    def _build(self, container: Container, group: Group | None) -> None:
        self._require_rust(container)
        done = container.run(["./binder/postBuild"], network=True, group=group, seconds=_MINUTES)
        (self.folder / "postBuild.log").write_text(done.stdout)
        if done.returncode or "failed" in done.stdout:
            raise EnvironmentBroken(f"binder/postBuild failed:\n{done.stdout[-4000:]}")
        self._say(done.stdout.strip().splitlines()[-1])

    def _require_rust(self, container: Container) -> None:
        """Without a cargo, `postBuild` would download one, which is not rehearsed."""
        done = container.run(["bash", "-c", "command -v cargo"], network=False, seconds=60)
        if done.returncode:
            raise EnvironmentBroken("The Rust of this machine is not found in the container.")

    def _copy_repository(self, home: Path) -> None:
        command = ["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(home)]
        subprocess.run(command, check=True)
        address = "https://example.org/workshop"  # no path of this machine stays in it
        subprocess.run(["git", "-C", str(home), "remote", "set-url", "origin", address], check=True)
        for name in (".bashrc", ".profile", ".bash_logout"):  # as `useradd` leaves them
            (home / name).write_text("")

    def _sizes(self, root: Path, home: Path) -> None:
        for part, size in sizes(root, home):
            self.table.size(part, size)

    # Sessions

    def _session(self, image: list[Path], name: str, *, memory: int, network: bool) -> Path:
        """Start the image as the service does, visit it, and return what `save` made."""
        upper = self.folder / f"session-{len(self.table.rows)}"
        container = self._container(image, upper)
        shots = self.options.screenshots / name.replace(", ", "-").replace(" ", "-")
        with limited("workshop-rehearsal", memory) as group:
            port = _free_port() if network else 8888
            with container.started(
                _service_command(port), network=network, group=group, output=self._log(name)
            ) as running:
                with self._timed(f"{name}: the server answers", group):
                    self._wait(running, port)
                self._first_commands(running, name, group)
                self._visit(running, name, group, port, shots)
                folder = self._shell(running, f"cat work/{NOTE}")
                self._expect(
                    folder.strip() == f"{HOME}/work", name, f"a terminal opens in {folder}"
                )
                with self._timed(f"{name}: workshop save", group):
                    said = self._shell(running, "cd work && ../workshop save")
                self._say(said.splitlines()[0])
            if killed := group.killed():
                self.table.fault(f"{name}: {killed} processes were ended for want of memory")
        return self._saved(name)

    def _saved(self, name: str) -> Path:
        return self.folder / f"{name.replace(' ', '-')}.zip"

    def _first_commands(self, running: Running, name: str, group: Group) -> None:
        with self._timed(f"{name}: first command", group):
            said = self._shell(running, "./workshop list 2>&1 >/dev/null")
        self._expect(not said, name, f"the first command sets up again: {said}")
        said = self._shell(running, "git status --porcelain")
        self._expect(not said, name, f"files are untracked: {said}")
        said = self._shell(running, "./workshop doctor")
        self._expect("the limit of this session" in said, name, f"doctor: {said[-800:]}")
        for line in ("Everything is here", "nothing that they need is missing", "You are ready"):
            self._expect(line in said, name, f"doctor: {said[-800:]}")

    def _visit(self, running: Running, name: str, group: Group, port: int, shots: Path) -> None:
        words = [sys.executable, str(VISIT), f"http://127.0.0.1:{port}{BASE}", TOKEN]
        words += [str(shots), NOTE, str(self._saved(name))]
        group.peak()
        done = subprocess.run(running.beside(words), capture_output=True, text=True, check=False)
        if done.returncode:
            raise EnvironmentBroken(f"The visit ended with an error:\n{done.stderr[-3000:]}")
        said = json.loads(done.stdout)
        for step, seconds in said["steps"]:
            self.table.add(f"{name}: {step}", seconds)
        self.table.add(f"{name}: the whole visit", None, group.peak())
        self._expect(not said["failed"], name, said["failed"])
        self._expect(not said["errors"], name, f"errors in the browser: {said['errors']}")
        self._expect(not said["foreign"], name, f"requests elsewhere: {said['foreign']}")

    def _second_machine(self, image: list[Path], saved: Path) -> None:
        """Restore what was saved in a fresh session, and see that it still passes."""
        name, upper = "second machine", self.folder / "second"
        container = self._container(image, upper)
        with (
            limited("workshop-rehearsal", 2 * GIGA) as group,
            container.started(["sleep", "600"], network=False, group=group) as running,
        ):
            self._shell(running, "cat > work/saved.zip", given=saved)
            with self._timed(f"{name}: workshop restore", group):
                said = self._shell(running, "./workshop restore work/saved.zip")
            self._expect("1 exercise passed so far" in said, name, said)
            note = self._shell(running, f"cat work/{NOTE}")
            self._expect(note.strip() == f"{HOME}/work", name, f"a file of their own: {note}")
            with self._timed(f"{name}: check of start-function", group):
                said = self._shell(running, "./workshop check start-function")
            self._expect("✓ start-function" in said, name, said)

    def _solutions(self, image: list[Path]) -> None:
        """Check every solution before the last episode, with the least memory and no network."""
        name, upper = "no network, 1 GB", self.folder / "solutions"
        *earlier, last = Catalog(ROOT).episodes
        ids = [exercise for episode in earlier for exercise in episode.exercises]
        seconds = dict[str, float]()
        container = self._container(image, upper)
        with (
            limited("workshop-rehearsal", GIGA) as group,
            container.started(["sleep", "3600"], network=False, group=group) as running,
        ):
            with self._timed(f"{name}: workshop catch-up {last.id}", group):
                self._shell(running, f"./workshop catch-up {last.id}")
            group.peak()
            for exercise in ids:
                started = time.monotonic()
                said = self._shell(running, f"./workshop check {exercise}")
                seconds[exercise] = time.monotonic() - started
                self._expect(f"✓ {exercise}" in said, name, said)
            what = f"{name}: checks of {len(ids)} solutions"
            self.table.add(what, sum(seconds.values()), group.peak())
            for exercise in sorted(ids, key=seconds.__getitem__)[-3:]:
                self.table.add(f"  of these, {exercise}", seconds[exercise])
            self._expect(not group.killed(), name, "a check was ended for want of memory")

    def _other_programs(self, image: list[Path]) -> None:
        """What else a service may name: our JupyterLab comes, or a clear refusal."""
        upper = self.folder / "others"
        container = self._container(image, upper)
        command = ["bash", "-l", "-c", 'exec "$R2D_ENTRYPOINT" "$@"', "entrypoint"]
        words = [*command, "jupyter", "notebook", "--ip", "127.0.0.1", "--port", "8888"]
        words += [f"--ServerApp.token={TOKEN}", f"--ServerApp.base_url={BASE}"]
        with container.started(words, network=False, output=self._log("notebook")) as running:
            with self._timed("jupyter notebook: the server answers"):
                self._wait(running, 8888)
            address = f"http://127.0.0.1:8888{BASE}api/kernelspecs?token={TOKEN}"
            said = self._shell(running, f"python3 -c {_shown(_GET.format(address))}")
            self._expect('"workshop"' in said, "jupyter notebook", f"kernels: {said}")
        done = container.run([*command, "jupyterhub-singleuser"], network=False, seconds=60)
        refused = (
            done.returncode == UsageError.exit_status
            and "Let the hub start `jupyter-lab`" in done.stdout
        )
        self._expect(refused, "jupyterhub-singleuser", done.stdout)

    def _dev_container(self, root: Path) -> None:
        """The build steps of the dev container, and its start, in the same clean root."""
        upper = self.folder / "dev"
        folder = upper / "workspaces/workshop"
        self._copy_repository(folder)
        home = upper / HOME.lstrip("/")
        copy_toolchain(home, _output)
        _own(upper / "workspaces")
        _own(home)
        settings = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())
        environment = {**network_variables(), "HOME": HOME, "USER": "jovyan", "LANG": "C.UTF-8"}
        environment["PATH"] = f"{HOME}/.local/bin:/usr/local/bin:/usr/bin:/bin"
        container = Container([root], upper, environment, folder="/workspaces/workshop")
        with limited("workshop-rehearsal", 4 * GIGA, cpus=2) as group:
            self._require_rust(container)
            with self._timed("dev container: onCreateCommand", group):
                words = ["bash", "-c", settings["onCreateCommand"]]
                done = container.run(words, network=True, group=group, seconds=_MINUTES)
            if done.returncode:
                raise EnvironmentBroken(f"The dev container failed:\n{done.stdout[-4000:]}")
            start = settings["postAttachCommand"]
            with (
                container.started(
                    ["bash", "-c", start], network=False, group=group, output=self._log("dev")
                ) as running,
                self._timed("dev container: JupyterLab answers", group),
            ):
                self._wait(running, settings["forwardPorts"][0], base="/")

    # What the parts share

    def _container(self, lowers: list[Path], upper: Path) -> Container:
        environment = {**self.recipe.environment, **network_variables(), "BINDER_REPO_URL": "x"}
        return Container(lowers, upper, environment, f"{NUMBER}:{NUMBER}", HOME)

    def _shell(self, running: Running, script: str, given: Path | None = None) -> str:
        done = running.enter(["bash", "-l", "-c", script], given=given)
        return done.stdout

    def _wait(self, running: Running, port: int, base: str = BASE) -> None:
        end = time.monotonic() + _ANSWERS_WITHIN
        probe = _GET.format(f"http://127.0.0.1:{port}{base}api")
        while time.monotonic() < end and running.process.poll() is None:
            words = running.beside([sys.executable, "-c", probe])
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            if '"version"' in done.stdout:
                return
            time.sleep(0.05)
        logs = "".join(file.read_text()[-2000:] for file in self.folder.glob("*.log"))
        raise EnvironmentBroken(f"The server did not answer. {logs}")

    @contextmanager
    def _timed(self, what: str, group: Group | None = None) -> Iterator[None]:
        if group:
            group.peak()
        self._say(what)
        started = time.monotonic()
        yield
        self.table.add(what, time.monotonic() - started, group.peak() if group else None)

    def _expect(self, holds: object, where: str, said: str) -> None:
        if not holds:
            self.table.fault(f"{where}: {said}")

    def _say(self, text: str) -> None:
        print(f"… {text}", file=sys.stderr, flush=True)

    def _log(self, name: str) -> int:
        file = self.folder / f"{name.replace(' ', '-')}.log"
        return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)


_GET = "import urllib.request as r; print(r.urlopen('{}', timeout=5).read().decode())"


def _shown(code: str) -> str:
    return '"' + code.replace('"', '\\"') + '"'


def _service_command(port: int) -> list[str]:
    """The service's own command line, by way of the image's entry point."""
    options = {
        "base_url": BASE,
        "token": TOKEN,
        "allow_origin": "https://hub.example.org",
        "trust_xheaders": "True",
    }
    words = ["bash", "-l", "-c", 'exec "$R2D_ENTRYPOINT" "$@"', "entrypoint", "jupyter-lab"]
    words += ["--ip", "127.0.0.1", "--port", str(port)]
    for application in ("NotebookApp", "ServerApp"):
        words += [f"--{application}.{name}={value}" for name, value in options.items()]
    return words


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _own(folder: Path) -> None:
    subprocess.run(["chown", "-R", f"{NUMBER}:{NUMBER}", str(folder)], check=True)


def _cut_dates(folder: Path) -> None:
    """Keep whole seconds of each file's date, as an image does that is packed and unpacked."""
    for path in folder.rglob("*"):
        facts = path.lstat()
        times = (int(facts.st_atime), int(facts.st_mtime))
        os.utime(path, times, follow_symlinks=False)


def main() -> int:
    """Say what is lacking, or rehearse and print the table; 1 where something went wrong."""
    parser = argparse.ArgumentParser(
        prog="binder/rehearse",
        description=__doc__,
        epilog="It takes about ten minutes, and two more for the first clean root. It ends with 0, "
        "with 1 where something went wrong, or with 3 where this machine lacks something.",
    )
    parser.add_argument(
        "--screenshots",
        type=Path,
        default=FOLDER / "screenshots",
        metavar="FOLDER",
        help="where the pictures of each session go",
    )
    parser.add_argument(
        "--keep", action="store_true", help="keep the image, and use the one that was kept"
    )
    parser.add_argument(
        "--short",
        action="store_true",
        help="only the image, a session with 1 GB and no network, and a second machine",
    )
    options = parser.parse_args()
    if lacks := needs.lacking(ROOT):
        print("binder/rehearse: Nothing was rehearsed. This machine lacks:", file=sys.stderr)
        print("".join(f"  {lack}\n" for lack in lacks), end="", file=sys.stderr)
        return EnvironmentBroken.exit_status
    for name in ("SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), _interrupt)
    with _folder() as folder:
        rehearsal = Rehearsal(options, folder, read_recipe(ROOT))
        try:
            rehearsal.run()
        except WorkshopError as error:
            rehearsal.table.fault(str(error))
        print(rehearsal.table.text(), end="\n\n")
        rust = _output(["rustc", "--version"]).split()[1]
        print(_DIFFERENCES.format(python=rehearsal.recipe.versions["python"], rust=rust))
        print(f"Screenshots: {options.screenshots}")
        return 1 if rehearsal.table.faults else 0


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for one run; one that a killed run has left is removed first."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("run-*"):
        if not Path(f"/proc/{old.name.removeprefix('run-')}").exists():
            shutil.rmtree(old, ignore_errors=True)
    folder = FOLDER / f"run-{os.getpid()}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(program.run(main))
