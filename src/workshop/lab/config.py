"""What JupyterLab needs to be the room of the workshop: a kernel, settings, cards, our pages.

What holds for every clone lies in the virtual environment; what names this clone lies in
`work/.lab`, which is JupyterLab's configuration folder, so that the learner's own stays as it is.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import sys
from pathlib import Path
from typing import Any

from workshop.base.atomic import write_atomically
from workshop.course.catalog import Catalog
from workshop.lab.terminals import shell_command
from workshop.notebook.kernelspec import KERNEL, install_kernel

EXTENSION = "workshop-room"
TOKEN_VARIABLE = "WORKSHOP_PAGES_TOKEN"  # noqa: S105 - the name, not the secret
TOKEN_HEADER = "X-Workshop-Token"  # noqa: S105 - the name, not the secret

_OVERRIDES: dict[str, dict[str, Any]] = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 15},
    "@jupyterlab/fileeditor-extension:plugin": {
        "editorConfig": {"lineNumbers": True, "tabSize": 4, "insertSpaces": True}
    },
}
_HIDDEN = ["__pycache__", "*.pyc", "*.pyo", "*.so", "*.pyd", ".DS_Store", "*~", "target"]


def has_unix_sockets() -> bool:
    """Whether the pages can be served on a Unix socket, which no other user can reach."""
    return os.name == "posix" and hasattr(socket, "AF_UNIX")


def write_configuration(
    root: Path, *, first_page: str = "", unix_socket: bool | None = None
) -> Path:
    """Write everything that JupyterLab reads; return its configuration folder in `work/`.

    `first_page` is what an address without a page opens.
    """
    share = Path(sys.prefix) / "share" / "jupyter"
    install_kernel()
    _write_json(share / "lab" / "settings" / "overrides.json", _OVERRIDES)
    _copy_extension(share / "labextensions" / EXTENSION)
    folder = root / "work" / ".lab"
    sockets = has_unix_sockets() if unix_socket is None else unix_socket
    server = _server_settings(root, folder, unix_socket=sockets)
    _write_json(folder / "jupyter_server_config.json", server, secret=True)
    opens = {"default_url": f"/lab/tree/{first_page}"} if first_page else {}
    _write_json(folder / "jupyter_lab_config.json", {"LabApp": {**_LAB, **opens}})
    episodes = [episode.file.stem for episode in Catalog(root).episodes]
    page = {"disabledExtensions": _DISABLED, "workshopEpisodes": episodes}
    _write_json(folder / "labconfig" / "page_config.json", page)
    return folder


_LAB = {"extension_manager": "readonly", "news_url": None}
# Its list of extensions comes from the network.
_DISABLED = {"@jupyterlab/extensionmanager-extension": True}


def _server_settings(root: Path, folder: Path, *, unix_socket: bool) -> dict[str, Any]:
    shell = shell_command(folder / "shell", Path(sys.prefix))
    return {
        "ServerApp": {
            "root_dir": str(root / "work"),
            "terminado_settings": {"shell_command": shell},
        },
        "ContentsManager": {"hide_globs": _HIDDEN},
        "KernelSpecManager": {"allowed_kernelspecs": [KERNEL], "ensure_native_kernel": False},
        "MultiKernelManager": {"default_kernel_name": KERNEL},
        "ServerProxy": {"servers": {"workshop": _pages(root, unix_socket=unix_socket)}},
    }


def _pages(root: Path, *, unix_socket: bool) -> dict[str, Any]:
    """How jupyter-server-proxy starts our pages, behind Jupyter's authentication."""
    command = [sys.executable, "-P", "-m", "workshop.lab.server", "--root", str(root)]
    settings: dict[str, Any] = {"timeout": 30, "launcher_entry": {"enabled": False}}
    if unix_socket:
        return {**settings, "command": [*command, "--socket", "{unix_socket}"], "unix_socket": True}
    token = secrets.token_urlsafe(32)
    return {
        **settings,
        "command": [*command, "--port", "{port}"],
        "environment": {TOKEN_VARIABLE: token},
        "request_headers_override": {TOKEN_HEADER: token},
    }


def _copy_extension(target: Path) -> None:
    source = Path(__file__).parent / "labextension"
    shutil.copytree(source, target, dirs_exist_ok=True)


def _write_json(file: Path, content: dict[str, Any], *, secret: bool = False) -> None:
    text = json.dumps(content, indent=2) + "\n"
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        write_atomically(file, text)
        file.chmod(0o600 if secret else 0o644)
