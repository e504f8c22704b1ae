"""A clone with a virtual environment of its own, below `target/`: `lab` runs in it as at a guest's.

The environment sees the packages of the one that runs the tests, but what JupyterLab is set up
with and what `maturin develop` installs goes into its own folders. Both stay from run to run, so
that PyO3 is compiled once.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from benchmarks.terminal import COMMAND, Terminal
from clones import renew_clone
from documents import ROOT
from workshop.base.locks import lock

_FOLDERS = ("src", "exercises", "solutions", "lessons", "slides")
_FILES = ("Cargo.toml", "Cargo.lock", "package.json", "book/_toc.yml", "book/*.md")
_SHARED = ("share/jupyter/lab/static", "share/jupyter/lab/schemas", "share/jupyter/lab/themes")
_RUST = (("RUSTUP_HOME", ".rustup"), ("CARGO_HOME", ".cargo"))  # another home has no Rust
_OWN = {"workshop-room", "workshop"}


@dataclass(frozen=True)
class Room:
    """A `workshop lab` that runs in a terminal."""

    terminal: Terminal
    address: str
    token: str
    first_page: str
    root: Path

    def link_to(self, page: str) -> str:
        """What a browser opens to see the page, and nothing of an earlier session.

        The workspace is a new one. (`&reset` empties the old one, and may then load the page a
        second time while the parts of the first still start.)
        """
        workspace = secrets.token_hex(4)
        return f"{self.address}/lab/workspaces/{workspace}/tree/{page}?token={self.token}"


@dataclass(frozen=True)
class Guest:
    """The clone."""

    root: Path

    @property
    def venv(self) -> Path:
        """Its virtual environment."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter of the virtual environment."""
        return self.venv / "bin" / "python"

    def start_lab(self, home: Path, before: str = "", **environment: str) -> Terminal:
        """Start `workshop lab` in a terminal; `before` is Python that runs ahead of it."""
        code = COMMAND.replace("sys.exit(", f"{before}\nsys.exit(")
        words = [str(self.python), "-c", code, str(self.root), "lab", "--no-browser"]
        rust = {name: os.environ.get(name, str(Path.home() / folder)) for name, folder in _RUST}
        return Terminal(words, {**rust, "HOME": str(home), **environment})

    @contextmanager
    def lab(self, home: Path, before: str = "", **environment: str) -> Iterator[Room]:
        """Run `workshop lab` until it says that it is there."""
        with self.start_lab(home, before, **environment) as terminal:
            terminal.see("Ctrl-C stops it", 120)
            link = re.search(r"http://\S+", terminal.screen)
            assert link, terminal.screen
            parts = urlsplit(link[0])
            token = parse_qs(parts.query)["token"][0]
            page = parts.path.removeprefix("/lab/tree/")
            yield Room(terminal, f"http://{parts.netloc}", token, page, self.root)


@contextmanager
def guest() -> Iterator[Guest]:
    """The clone, up to date, with nothing of a learner in it; another test run waits for it."""
    with lock(ROOT / "target" / "guest.lock", timeout=1200) as ours:
        assert ours, "another run of the tests holds target/guest.lock"
        yield _made()


def _made() -> Guest:
    made = Guest(ROOT / "target" / "guest")
    files = [file.relative_to(ROOT).as_posix() for name in _FILES for file in ROOT.glob(name)]
    renew_clone(made.root, *_FOLDERS, *files)
    _link(ROOT / "node_modules", made.root / "node_modules")
    for entry in (made.root / "work").glob("*"):
        if entry.name != "target":
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    _make_venv(made)
    module = "workshop.bootstrap.cargo_config"
    subprocess.run([made.python, "-P", "-m", module, made.root], check=True)
    return made


def _make_venv(made: Guest) -> None:
    if not made.python.exists():
        shutil.rmtree(made.venv, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", made.venv], check=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = made.venv / "lib" / version / "site-packages"
    paths = [str(made.root / "src"), sysconfig.get_path("purelib")]
    (packages / "guest.pth").write_text("\n".join(paths) + "\n", encoding="utf-8")
    here = Path(sys.prefix)
    for name in (*_SHARED, "etc/jupyter", "bin/maturin"):
        _link(here / name, made.venv / name)
    extensions = here / "share/jupyter/labextensions"
    for extension in extensions.iterdir():
        if extension.name not in _OWN:
            _link(extension, made.venv / "share/jupyter/labextensions" / extension.name)


def _link(source: Path, target: Path) -> None:
    if source.exists() and not target.is_symlink():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(source, target_is_directory=source.is_dir())


def is_running(pid: int) -> bool:
    """Whether the process is there and no zombie."""
    import psutil

    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def conda_home(folder: Path) -> Path:
    """A home folder whose files activate conda's `base`, as its own set-up writes them."""
    conda = folder / "miniconda"
    for name in ("python", "maturin", "pip"):
        program = conda / "bin" / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text("#!/bin/sh\necho this is what conda has; exit 9\n")
        program.chmod(0o755)
    activate = (
        f'export CONDA_PREFIX="{conda}" CONDA_DEFAULT_ENV=base CONDA_SHLVL=1 '
        f'CONDA_PROMPT_MODIFIER="(base) " _CE_CONDA= CONDA_EXE="{conda}/bin/conda"\n'
        f'export PATH="{conda}/bin{os.pathsep}$PATH"\n'
        'PS1="(base) ${PS1:-> }"\n'
    )
    for name in (".bash_profile", ".bashrc", ".profile", ".zshrc"):
        (folder / name).write_text(activate)
    return folder
