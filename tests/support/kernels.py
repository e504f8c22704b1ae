"""A real kernel of the workshop, for tests of cells and of what pages say about them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager


class Kernel:
    """A real kernel of the workshop, and what its cells show."""

    def __init__(self, folder: Path, scratch: Path | None = None) -> None:
        socket = str((scratch or folder) / "socket")
        address = {} if os.name == "nt" else {"transport": "ipc", "ip": socket}
        self.manager = KernelManager(**address)
        words = ["--ext", "workshop.notebook.ipython_extension"]
        self.manager.start_kernel(extra_arguments=words, cwd=str(folder))
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(
        self, code: str, *, interrupt_after: float | None = None, **metadata: Any
    ) -> list[dict[str, Any]]:
        """The messages of a cell, each with its type under `msg_type`.

        `metadata` are those of the cell, which JupyterLab hands on.
        """
        asked = self._ask(code, metadata)
        if interrupt_after is not None:
            time.sleep(interrupt_after)
            self.manager.interrupt_kernel()
        messages: list[dict[str, Any]] = []
        while True:
            message = self.client.get_iopub_msg(timeout=120)
            if message["parent_header"].get("msg_id") != asked:
                continue
            content = message["content"]
            if message["msg_type"] == "status" and content["execution_state"] == "idle":
                return messages
            messages.append({"msg_type": message["msg_type"], **content})

    def _ask(self, code: str, metadata: dict[str, Any]) -> str:
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        session = self.client.session
        asked = session.msg("execute_request", content, metadata=metadata)
        self.client.shell_channel.send(asked)
        return str(asked["header"]["msg_id"])

    def text(self, code: str, **more: Any) -> str:
        """Streams, plain representations and error lines of a cell."""
        return "".join(map(shown_text, self.run(code, **more)))

    def stop(self) -> None:
        """End the kernel."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def shown_text(message: dict[str, Any]) -> str:
    """What a message of the kernel shows where no page is."""
    match message["msg_type"]:
        case "stream":
            return str(message["text"])
        case "display_data" | "execute_result":
            return str(message["data"]["text/plain"])
        case "error":
            return "\n".join(message["traceback"])
    return ""


@contextmanager
def kernel_in(folder: Path, scratch: Path) -> Iterator[Kernel]:
    """A kernel that works in `folder`, as that of a page does; its socket is in `scratch`."""
    kernel = Kernel(folder, scratch)
    try:
        yield kernel
    finally:
        kernel.stop()
