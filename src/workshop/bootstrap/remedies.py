"""What a machine may lack, each in one paragraph: what was found, what to do on each system."""

from __future__ import annotations

import errno
import os
import re
import sys
import textwrap
from functools import partial
from pathlib import Path

from workshop.base.errors import EnvironmentBroken

_NAMES = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}
_RUSTUP = "https://rustup.rs"
_CLONE = Path(__file__).resolve().parents[3]
_PATH = re.compile(r"(?:^|[\s`'\"(])(?:/|[A-Za-z]:\\)\w")
_IN_NO_PATH = {
    os.pathsep: f"`{os.pathsep}`, which separates folders in PATH",
    "\n": "the end of a line",
    "\r": "the end of a line",
}
if sys.platform == "linux":
    _IN_NO_PATH["%"] = "`%`, which Rust's linker takes for a blank to fill in"
_LONGEST = 180 if sys.platform == "win32" else 800
"""Bytes of a clone's path; the systems end paths at 260, 1024 or 4096, and cargo's are long."""
_SPACE_NEEDED = "The whole workshop needs about 3 GB"


def broken(
    found: str, everywhere: str = "", *, linux: str = "", macos: str = "", windows: str = ""
) -> EnvironmentBroken:
    """The error that says what was found, then what to do: this machine's system comes first."""
    texts = {"linux": linux, "darwin": macos, "win32": windows}
    order = sorted(texts, key=lambda system: not sys.platform.startswith(system))
    remedies = {_NAMES[system]: texts[system] for system in order}
    remedies["Linux, macOS and Windows"] = everywhere
    wrap = partial(textwrap.fill, width=88, break_long_words=False, break_on_hyphens=False)
    lines = [wrap(found)]
    for systems, text in remedies.items():
        if text:
            first = f"  {systems + ':':<8} "
            lines.append(wrap(text, initial_indent=first, subsequent_indent=" " * 11))
    return EnvironmentBroken("\n".join(lines))


def no_rust(missing: str) -> EnvironmentBroken:
    """There is no cargo, or no rustc, on PATH or where rustup puts it."""
    return broken(
        f"`{missing}` is not installed on this machine, and the exercises need Rust. Install Rust "
        "for your user only (no administrator needed), open a new terminal, and start again.",
        linux=f"follow {_RUSTUP}, or install `rustup` with your package manager and run "
        "`rustup default stable`",
        macos=f"follow {_RUSTUP}, or `brew install rustup` and `rustup default stable`",
        windows=f"download and run rustup-init.exe from {_RUSTUP}; let it install the Visual "
        "Studio build tools when it asks",
    )


def no_toolchain(summary: str) -> EnvironmentBroken:
    """The proxy of rustup answers, but no toolchain is behind it."""
    return broken(
        f"You have rustup, but no Rust toolchain is selected or installed. rustup says: {summary}",
        "run `rustup default stable`, which downloads Rust, and start again",
    )


def old_rust(version: str, minimum: str) -> EnvironmentBroken:
    """The compiler works, but it is older than the crates allow."""
    update = "`rustup update stable`"
    return broken(
        f"You have Rust, but it is too old: this is rustc {version}, and the workshop needs "
        f"{minimum} or newer.",
        linux=f"{update}; if `rustc` comes from your distribution, install rustup as well "
        f"({_RUSTUP}) and open a new terminal",
        macos=f"{update}; if `rustc` comes from Homebrew, `brew upgrade rust`",
        windows=update,
    )


def broken_rust(command: str, summary: str) -> EnvironmentBroken:
    """The compiler is there and does not run."""
    return broken(
        f"`{command}` is installed, but it does not work. It says: {summary}",
        f"reinstall Rust as {_RUSTUP} describes, open a new terminal, and start again",
    )


def no_linker(summary: str) -> EnvironmentBroken:
    """The compiler could not link an empty program."""
    return broken(
        "Rust is installed, but it cannot link a program, because the C compiler and its linker "
        f"are missing or incomplete. rustc says: {summary}",
        linux="`sudo apt install build-essential` (Debian, Ubuntu), `sudo dnf install gcc` "
        "(Fedora), `sudo pacman -S base-devel` (Arch)",
        macos="`xcode-select --install`, and wait until its window says that it is done",
        windows="install the Visual Studio build tools with the workload `Desktop development "
        "with C++`: `winget install Microsoft.VisualStudio.2022.BuildTools`",
    )


def no_ensurepip(version: str) -> EnvironmentBroken:
    """The interpreter cannot make a venv with pip."""
    return broken(
        f"Python {version} is installed, but a part of it is missing: `{sys.executable} -m venv` "
        "cannot create an environment with pip (no module venv or ensurepip).",
        linux=f"`sudo apt install python{version}-venv` (Debian, Ubuntu); on other systems install "
        "the full Python package",
        macos=f"`brew install python@{version}`, or the installer from python.org",
        windows=f"`winget install Python.Python.{version}`, or the installer from python.org with "
        "pip chosen",
    )


def no_network(action: str, summary: str) -> EnvironmentBroken:
    """A download failed because nothing answered."""
    return broken(
        f"The network did not respond while {action}. Setup keeps what it has: start again with a "
        f"network, and it continues from there. The last output was: {summary}",
        linux="check the connection; behind a proxy set HTTPS_PROXY, for example `export "
        "HTTPS_PROXY=http://proxy.example.org:8080`, and SSL_CERT_FILE to its certificate",
        macos="the same as on Linux; the Network pane of the settings shows the proxy's address",
        windows="check the connection; behind a proxy `set HTTPS_PROXY=http://proxy.example.org:"
        "8080` (in PowerShell `$env:HTTPS_PROXY = '...'`)",
    )


def no_space(where: str) -> EnvironmentBroken:
    """The disk is full, or will be."""
    return broken(
        f"There is not enough space on the disk: {where}. {_SPACE_NEEDED}. Free some space, or "
        "move the folder to a larger disk, and start again: setup continues where it stopped.",
        linux="`df -h .` shows the disk; `du -xhd1 ~ | sort -h` shows what is large",
        macos="the Storage pane of the settings shows what is large",
        windows="Settings, System, Storage shows what is large",
    )


def no_permission(where: str) -> EnvironmentBroken:
    """A file or folder cannot be written: of the clone, or where the tools keep downloads."""
    if _PATH.search(where) and str(_CLONE) not in where:
        own = (
            "make your user the owner of the folder, for example with `sudo chown -R $USER FOLDER` "
            "if an earlier `sudo` gave it to root; or `export HOME=FOLDER` with a folder of yours"
        )
        return broken(
            "A tool of the workshop cannot write to the folder where it keeps its downloads: "
            f"{where}. That folder is outside the workshop's folder, and your user must own it.",
            linux=own,
            macos=own,
            windows="give your user full control of the folder (Properties, Security), or "
            "start the workshop as the user who owns it",
        )
    own = "clone the repository again, without sudo, into your home folder"
    return broken(
        f"The workshop cannot write here: {where}. It keeps everything in its own folder, so your "
        "user must own that folder.",
        linux=own,
        macos=own,
        windows="clone the repository again into your user folder (not Program "
        "Files, not OneDrive)",
    )


def unusable_path(root: Path) -> EnvironmentBroken | None:
    """The folder of the clone has a name that Python's or Rust's tools can't take; else None."""
    shown = os.fsencode(root).decode("utf-8", "backslashreplace")
    try:
        str(root).encode("utf-8")
    except UnicodeEncodeError:
        why = "its name is not UTF-8 text, which Python and Rust need"
    else:
        found = [name for char, name in _IN_NO_PATH.items() if char in str(root)]
        why = f"its name contains {found[0]}" if found else ""
        if len(os.fsencode(root)) > _LONGEST:
            why = f"its name has more than {_LONGEST} characters"
    if not why:
        return None
    return broken(
        f"The workshop can't work in the folder {shown}: {why}.",
        "move the folder to another place, or rename it, and start again there; your files in "
        "`work/` move with it",
    )


def no_home() -> EnvironmentBroken:
    """The user has no home folder, where cargo, uv and Jupyter keep their files."""
    return broken(
        "This user has no home folder: the variable that names it is not set, and the system knows "
        "none. Cargo, uv and Jupyter keep their files there. Set the variable, and start again.",
        linux="`export HOME=FOLDER` with a folder that is yours",
        macos="the same as on Linux",
        windows="`set USERPROFILE=FOLDER` with a folder that is yours",
    )


def failed(action: str, summary: str) -> EnvironmentBroken:
    """A tool failed for a reason that is not known here."""
    return broken(
        f"Setup stopped while {action}. The last output was: {summary}",
        "start again: setup continues where it stopped; if it fails again, delete `.venv` first",
    )


_NETWORK = re.compile(
    r"name resolution|resolve host|dns error|getaddrinfo|connection refused|connection reset"
    r"|network is unreachable|no route to host|timed out|error sending request|tunnel"
    r"|failed to connect|could not connect|newconnectionerror|proxyerror|\bENOTFOUND|ECONNREFUSED"
    r"|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|network failure|certificate|network was disabled"
    r"|failed to fetch|spurious network",
    re.IGNORECASE,
)
_SPACE = re.compile(
    r"no space left|ENOSPC|disk quota|not enough space|os error 28\b", re.IGNORECASE
)
_PERMISSION = re.compile(r"permission denied|EACCES|read-only file system", re.IGNORECASE)


def error_from_output(action: str, output: str) -> EnvironmentBroken:
    """The paragraph that fits what a failed tool printed; `action` continues "while …"."""
    summary = error_summary(output)
    if _SPACE.search(output):
        return no_space(f"the disk was full while {action}")
    if _PERMISSION.search(output) and not _NETWORK.search(output):
        return no_permission(summary)
    if _NETWORK.search(output):
        return no_network(action, summary)
    return failed(action, summary)


def explain_os_error(error: OSError) -> EnvironmentBroken:
    """The paragraph for an error of the file system."""
    where = f"{error.filename or 'a file'}: {error.strerror or error}"
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return no_space(where)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return no_permission(where)
    return failed("reading or writing files", where)


def error_summary(output: str) -> str:
    """The lines of a tool's output that say what went wrong, without colors, as one line."""
    plain = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", output)
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    errors = [
        line for line in lines if re.match(r"(error|npm err|caused by|cause:)", line, re.IGNORECASE)
    ]
    return " ".join((errors or lines)[-3:])[-400:] or "(nothing)"
