"""Build the book: one call of jupyter-book from the repository's root."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from workshop.base import ansi
from workshop.base.errors import MaterialError
from workshop.notebook.kernelspec import STRICT_CELLS, install_kernel

STRICT = ("-n", "-W", "--keep-going")
"""A missing reference, file or marker is an error; all of them are shown before the end."""


def html_folder(root: Path) -> Path:
    """Where the built pages lie; the first is `index.html`."""
    return root / "book" / "_build" / "html"


def build(root: Path, *, strict: bool = True, fresh: bool = False) -> Path:
    """Build the book below `root` and return the folder of its pages.

    Cells whose page, solutions and kit did not change come from the cache. `strict` refuses any
    warning, `fresh` reads every page again. A MaterialError says where the full text is.
    """
    install_kernel()
    log = root / "book" / "_build" / "build.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    start = "import sys; from jupyter_book.cli.main import main; sys.exit(main())"
    where = ["--config", "book/_config.yml", "--toc", "book/_toc.yml", "--path-output", "book"]
    command = [sys.executable, "-c", start, "build", ".", *where, *(STRICT if strict else ())]
    command += ["--all"] if fresh else []
    path = os.pathsep.join(filter(None, [str(root / "src"), os.environ.get("PYTHONPATH")]))
    python = {"PYTHONPATH": path, "PYTHONUTF8": "1", "PYTHONWARNINGS": "ignore", STRICT_CELLS: "1"}
    with log.open("w", encoding="utf-8") as text:
        done = subprocess.run(
            command,
            cwd=root,
            env={**os.environ, **python},
            stdout=text,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise MaterialError(f"The book was not built:\n{_complaints(log)}\nAll of it: {log}")
    return html_folder(root)


def _complaints(log: Path) -> str:
    text = ansi.plain(log.read_text(encoding="utf-8", errors="replace"))
    lines = text.splitlines()
    found = [line for line in lines if re.search(r"(WARNING|ERROR|Error):", line)]
    cell = re.search(r"executing the following cell:\n-+\n(.*?)\[mystnb", text, re.DOTALL)
    found += [f"The cell that failed:\n{cell[1].strip()[:2000]}"] if cell else []
    return "\n".join(found[:20] or lines[-20:])
