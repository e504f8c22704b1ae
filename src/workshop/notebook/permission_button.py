"""The button "Show permissions" below a Rust cell that compiled, and the kernel's answer to it.

The output holds the code of its cell, so any kernel of the workshop can answer, also one that was
started later. The script makes the button where it finds a Jupyter around it: an exported page, or
a notebook that nobody trusts, shows no button that does nothing.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from workshop.base.errors import WorkshopError
from workshop.base.markup import style_sheet
from workshop.learner.work_folder import WorkFolder
from workshop.notebook import permissions
from workshop.notebook.permissions import Code
from workshop.notebook.quiz_form import kernel_script

COMM = "workshop.permissions"
"""The name under which a button asks the kernel."""
_STYLE = (
    ".ws-ask>button{font:inherit;font-size:.85em;padding:1px 5px;border:0;background:none;"
    "cursor:pointer;color:var(--jp-content-link-color,#0a4fa8);text-decoration:underline}"
    ".ws-ask>button:focus-visible{outline:2px solid;outline-offset:-2px}"
    ".ws-ask>div{font-size:.85em;padding:0 5px}.ws-ask>div+div{font-size:inherit;padding:0}"
    ".ws-ask>.ws-unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
)
_COMMENT = re.compile(r"(?m)^\s*//.*\n|^[ ]+")


@dataclass(frozen=True)
class Button:
    """The button as a notebook shows it; `kernel` is the id of the kernel that ran the cell."""

    code: Code
    kernel: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": "", "text/html": self.html()}

    def html(self) -> str:
        """The place of the button, with the little style and script that it needs."""
        code = escape(json.dumps(asdict(self.code)))
        return (
            f"<style>{_STYLE}</style>"
            f'<div class="ws-ask" data-kernel="{escape(self.kernel)}" data-code="{code}"></div>'
            f"<script>{_script()}</script>"
        )


def answer(data: dict[str, Any], work: WorkFolder) -> dict[str, str]:
    """What a button gets: the `html` of the picture, or the `problem` in a sentence."""
    try:
        report = permissions.report(Code(**data), work)
    except WorkshopError as error:
        return {"problem": str(error)}
    except KeyboardInterrupt:
        return {"problem": "Interrupted. Press the button again."}
    if report is None:
        return {"problem": "This code does not compile."}
    return {"html": f"<style>{style_sheet()}</style>{report.html()}"}


@cache
def _script() -> str:
    """The script without its comments and indents: every cell's output holds it."""
    own = files("workshop.notebook").joinpath("permissions.js").read_text(encoding="utf-8")
    return _COMMENT.sub("", kernel_script() + own)
