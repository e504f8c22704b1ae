"""A process in a root of its own, as a container has it: by namespaces alone, without Docker.

Its mounts are seen by nobody else, and vanish with its last process.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

from rehearsal.limits import Group, entering

_MAKE = """
set -eu
place=$1 lowers=$2 upper=$3 scratch=$4 user=$5 network=$6 folder=$7
shift 7
mount --make-rprivate /
if [ "$lowers" = "$place" ]; then mount --bind "$place" "$place"
else mount -t overlay overlay -o "lowerdir=$lowers,upperdir=$upper,workdir=$scratch" "$place"; fi
mount -t proc proc "$place/proc"
mount --rbind /sys "$place/sys"
mount -t tmpfs -o mode=755 tmpfs "$place/dev"
device() { mknod -m 666 "$place/dev/$1" c "$2" "$3"; }
device null 1 3; device zero 1 5; device full 1 7
device random 1 8; device urandom 1 9; device tty 5 0
mkdir "$place/dev/pts" "$place/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts "$place/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$place/dev/shm"
ln -s pts/ptmx "$place/dev/ptmx"
ln -s /proc/self/fd "$place/dev/fd"
ln -s fd/0 "$place/dev/stdin"; ln -s fd/1 "$place/dev/stdout"; ln -s fd/2 "$place/dev/stderr"
if [ "$network" = yes ]; then
    for file in resolv.conf hosts; do
        : >>"$place/etc/$file"
        mount --bind "/etc/$file" "$place/etc/$file"
    done
else
    ip link set lo up
fi
exec chroot --userspec="$user" "$place" env -i --chdir="$folder" "$@"
"""
_NAMESPACES = ("--mount", "--pid", "--fork", "--uts", "--ipc", "--kill-child")
_BEGINS_WITHIN, _ENDS_WITHIN = 10.0, 15.0


@dataclass
class Running:
    """A command that runs in a container; `inside` is its process as this machine counts."""

    process: subprocess.Popen[str]
    inside: int
    container: Container
    group: Group | None

    def wait_for_root(self) -> None:
        """Return when the command begins: its mounts are there, and its root is in place."""
        here, root = Path("/").stat(), Path(f"/proc/{self.inside}/root")
        end = time.monotonic() + _BEGINS_WITHIN
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has ended
            while os.path.samestat(root.stat(), here) and time.monotonic() < end:
                time.sleep(0.01)

    def enter(
        self, command: Sequence[str], *, given: Path | None = None, seconds: float = 300
    ) -> subprocess.CompletedProcess[str]:
        """Run another command in the same container, as its user; `given` is its input."""
        container = self.container
        variables = [f"{name}={value}" for name, value in container.environment.items()]
        words = [*entering(self.group), "nsenter", "--target", str(self.inside)]
        words += ["--mount", "--pid", "--net", "--uts", "--ipc", "--", "chroot"]
        words += [f"--userspec={container.user}", str(container.place)]
        words += ["env", "-i", f"--chdir={container.folder}", *variables, *command]
        with (given or Path(os.devnull)).open("rb") as stream:
            return subprocess.run(
                words,
                stdin=stream,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
                timeout=seconds,
            )

    def beside(self, command: Sequence[str]) -> list[str]:
        """A command of this machine that shares the container's network, and nothing else."""
        return ["nsenter", "--target", str(self.inside), "--net", "--", *command]

    def stop(self) -> None:
        """Ask the first process to end; with it everything in the container is gone."""
        for end in (psutil.Process.terminate, psutil.Process.kill):
            with contextlib.suppress(psutil.NoSuchProcess):
                end(psutil.Process(self.inside))
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(_ENDS_WITHIN)
                return
        self.process.kill()
        self.process.wait()


@dataclass
class Container:
    """A root of layers, the last of which takes what is written.

    With one layer, `upper` itself, everything is written into it.
    """

    lowers: Sequence[Path]
    upper: Path
    environment: Mapping[str, str]
    user: str = "1000:1000"
    folder: str = "/"
    place: Path = field(init=False)

    def __post_init__(self) -> None:
        alone = list(self.lowers) == [self.upper]
        self.place = self.upper if alone else self.upper.with_name(f"{self.upper.name}.merged")
        self._scratch = self.upper.with_name(f"{self.upper.name}.scratch")
        for folder in (self.upper, self.place, *([] if alone else [self._scratch])):
            folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def started(
        self,
        command: Sequence[str],
        *,
        network: bool,
        group: Group | None = None,
        output: IO[str] | int = subprocess.DEVNULL,
    ) -> Iterator[Running]:
        """Start a command; at the end it and everything that it started are gone."""
        variables = [f"{name}={value}" for name, value in self.environment.items()]
        lowers = ":".join(map(str, self.lowers))
        words = [*entering(group), "unshare", *_NAMESPACES, *([] if network else ["--net"]), "--"]
        words += ["bash", "-c", _MAKE, "container", str(self.place), lowers, str(self.upper)]
        words += [str(self._scratch), self.user, "yes" if network else "no", self.folder]
        process = subprocess.Popen(
            [*words, *variables, *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        running = Running(process, _first_process(process), self, group)
        try:
            running.wait_for_root()
            yield running
        finally:
            running.stop()

    def run(
        self,
        command: Sequence[str],
        *,
        network: bool,
        seconds: float,
        group: Group | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, and return what it said."""
        with self.started(command, network=network, group=group, output=subprocess.PIPE) as running:
            said, _ = running.process.communicate(timeout=seconds)
            return subprocess.CompletedProcess(list(command), running.process.returncode, said)


def _first_process(process: subprocess.Popen[str]) -> int:
    """The process that `unshare` has forked, which is number 1 inside."""
    end = time.monotonic() + _BEGINS_WITHIN
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(psutil.NoSuchProcess):
            for child in psutil.Process(process.pid).children():
                return int(child.pid)
        time.sleep(0.01)
    return process.pid
