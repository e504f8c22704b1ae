"""What a machine may lack, each in one paragraph: what was found, what to do on each system."""

from __future__ import annotations

import errno
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
        f"There is no `{missing}` on this machine: Rust is missing, and the exercises are built "
        "with it. Install it for your user alone (no administrator needed), open a new terminal, "
        "and start again.",
        linux=f"follow {_RUSTUP}, or install `rustup` by your package manager and run "
        "`rustup default stable`",
        macos=f"follow {_RUSTUP}, or `brew install rustup` and `rustup default stable`",
        windows=f"download and run rustup-init.exe from {_RUSTUP}; let it install the Visual "
        "Studio build tools when it asks",
    )


def no_toolchain(summary: str) -> EnvironmentBroken:
    """The proxy of rustup answers, but no toolchain is behind it."""
    return broken(
        f"You have rustup, but no Rust toolchain is chosen or installed. rustup says: {summary}",
        "run `rustup default stable`, which downloads Rust, and start again",
    )


def old_rust(version: str, minimum: str) -> EnvironmentBroken:
    """The compiler works, but it is older than the crates allow."""
    update = "`rustup update stable`"
    return broken(
        f"You have Rust, but it is too old: this is rustc {version}, and the workshop needs "
        f"{minimum} or newer.",
        linux=f"{update}; if `rustc` comes from your distribution, install rustup beside it "
        f"({_RUSTUP}) and open a new terminal",
        macos=f"{update}; if `rustc` comes from Homebrew, `brew upgrade rust`",
        windows=update,
    )


def broken_rust(command: str, summary: str) -> EnvironmentBroken:
    """The compiler is there and does not run."""
    return broken(
        f"`{command}` is on this machine, but it does not work. It says: {summary}",
        f"install Rust again as {_RUSTUP} says, open a new terminal, and start again",
    )


def no_linker(summary: str) -> EnvironmentBroken:
    """The compiler could not link an empty program."""
    return broken(
        "Rust is here, but it cannot link a program, because the C compiler and its linker are "
        f"missing or incomplete. rustc says: {summary}",
        linux="`sudo apt install build-essential` (Debian, Ubuntu), `sudo dnf install gcc` "
        "(Fedora), `sudo pacman -S base-devel` (Arch)",
        macos="`xcode-select --install`, and wait until the window says that it is done",
        windows="install the Visual Studio build tools with the workload `Desktop development "
        "with C++`: `winget install Microsoft.VisualStudio.2022.BuildTools`",
    )


def no_ensurepip(version: str) -> EnvironmentBroken:
    """The interpreter cannot make a venv with pip."""
    return broken(
        f"Python {version} is here, but a part of it is missing: `{sys.executable} -m venv` cannot "
        "make an environment with pip (no module venv or ensurepip).",
        linux=f"`sudo apt install python{version}-venv` (Debian, Ubuntu); on other systems install "
        "the full Python package",
        macos=f"`brew install python@{version}`, or the installer from python.org",
        windows=f"`winget install Python.Python.{version}`, or the installer from python.org with "
        "pip chosen",
    )


def no_network(action: str, summary: str) -> EnvironmentBroken:
    """A download failed because nothing answered."""
    return broken(
        f"The network did not answer while {action}. Setup keeps what it has and goes on from "
        f"there when you start again with a network. The last words were: {summary}",
        linux="check the connection; behind a proxy set HTTPS_PROXY, for example `export "
        "HTTPS_PROXY=http://proxy.example.org:8080`, and SSL_CERT_FILE to its certificate",
        macos="the same as on Linux; the Network pane of the settings shows the proxy's address",
        windows="check the connection; behind a proxy `set HTTPS_PROXY=http://proxy.example.org:"
        "8080` (in PowerShell `$env:HTTPS_PROXY = '...'`)",
    )


def no_space(where: str) -> EnvironmentBroken:
    """The disk is full, or will be."""
    return broken(
        f"There is not enough space on the disk: {where}. {_SPACE_NEEDED}. Make room, or move the "
        "folder to a larger disk, and start again: setup goes on where it stopped.",
        linux="`df -h .` shows the disk; `du -xhd1 ~ | sort -h` shows what is large",
        macos="the Storage pane of the settings shows what is large",
        windows="Settings, System, Storage shows what is large",
    )


def no_permission(where: str) -> EnvironmentBroken:
    """A file or folder cannot be written: of the clone, or where the tools keep downloads."""
    if _PATH.search(where) and str(_CLONE) not in where:
        own = (
            "make the folder yours, for example by `sudo chown -R $USER FOLDER` where an earlier "
            "`sudo` made it root's; or `export HOME=FOLDER` with a folder of yours"
        )
        return broken(
            "A tool of the workshop may not write to the folder where it keeps what it downloads: "
            f"{where}. That folder lies outside of the workshop's own, and it must be yours.",
            linux=own,
            macos=own,
            windows="let your user have full control of the folder (Properties, Security), or "
            "start the workshop as the user to whom it belongs",
        )
    own = "clone the repository again, without sudo, into a folder below your home folder"
    return broken(
        f"The workshop may not write here: {where}. It keeps everything in its own folder, so that "
        "folder must be yours.",
        linux=own,
        macos=own,
        windows="clone the repository again into a folder below your user folder (not Program "
        "Files, not OneDrive)",
    )


def no_home() -> EnvironmentBroken:
    """The user has no home folder, where cargo, uv and Jupyter keep their files."""
    return broken(
        "This user has no home folder: the variable that names it is not set, and the system knows "
        "of none. Cargo, uv and Jupyter keep their files there. Set it, and start again.",
        linux="`export HOME=FOLDER` with a folder that is yours",
        macos="the same as on Linux",
        windows="`set USERPROFILE=FOLDER` with a folder that is yours",
    )


def failed(action: str, summary: str) -> EnvironmentBroken:
    """A tool failed for a reason that is not known here."""
    return broken(
        f"Setup stopped while {action}. The last words were: {summary}",
        "start again: setup goes on where it stopped; if it fails again, remove `.venv` first",
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
