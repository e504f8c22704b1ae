"""The kernel of the workshop's notebooks, as every Jupyter program of this environment finds it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from workshop.base.atomic import write_atomically
from workshop.bootstrap.environment import NO_DOWNLOAD

KERNEL = "workshop"
STRICT_CELLS = "WORKSHOP_STRICT_CELLS"
"""A variable of the environment that a kernel is started with: where it has a value, a cell that
does not give the error it is expected to give fails. The book and the tests set it. For a learner,
who edits cells, it is not set, and such a cell runs like any other.
"""


def install_kernel() -> None:
    """Make the workshop's kernel known to every Jupyter program of the virtual environment."""
    # With -P no file in the folder of the notebooks stands in for a module of Python's.
    command = [sys.executable, "-P", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    specification = {
        "argv": [*command, "--ext", "workshop.notebook.ipython_extension"],
        "display_name": "Workshop",
        "language": "python",
        # A panic is one line, whatever the shell says.
        "env": {"RUST_BACKTRACE": "0", **NO_DOWNLOAD},
    }
    file = Path(sys.prefix) / "share" / "jupyter" / "kernels" / KERNEL / "kernel.json"
    text = json.dumps(specification, indent=2) + "\n"
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        write_atomically(file, text)
        file.chmod(0o644)
