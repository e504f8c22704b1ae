"""The pages that the workshop's server answers with: files of a folder, the book, overviews."""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from tornado.web import HTTPError, RequestHandler, StaticFileHandler

from workshop.base.markup import code_spans
from workshop.lab.config import TOKEN_HEADER
from workshop.learner import status
from workshop.learner.project import Project
from workshop.prefetch.status import read_status
from workshop.report.markdown import inline

_OWN_NAMES = {"localhost", "127.0.0.1", "::1"}
# Pages may load what this server has, and nothing from anywhere else.
_POLICY = "default-src 'self' 'unsafe-inline' data: blob:; frame-ancestors 'self'"


@dataclass(frozen=True)
class Access:
    """Who may read: requests to this machine's own names only, or those with the token."""

    own_names_only: bool
    token: str | None

    def require(self, handler: RequestHandler) -> None:
        """Raise 403 where the request may not be answered."""
        if self.own_names_only and not _is_own_name(handler.request.host):
            raise HTTPError(HTTPStatus.FORBIDDEN)
        given = handler.request.headers.get(TOKEN_HEADER, "")
        if self.token is not None and not hmac.compare_digest(given.encode(), self.token.encode()):
            raise HTTPError(HTTPStatus.FORBIDDEN)


def _is_own_name(host: str) -> bool:
    """Whether the Host header is a name of this machine (any port), not one that points here."""
    try:
        return urlsplit(f"//{host}").hostname in _OWN_NAMES
    except ValueError:
        return False


class _Answer(RequestHandler):
    """What all answers share."""

    access: Access

    def set_default_headers(self) -> None:
        """Keep the browser from guessing types, from old copies, and from other hosts."""
        self.set_header("Server", "workshop")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Content-Security-Policy", _POLICY)
        self.set_header("Cache-Control", "no-cache")

    def prepare(self) -> None:
        """Answer only those whom the page is for."""
        self.access.require(self)

    def write_error(self, status_code: int, **_: Any) -> None:
        """Say what is wrong in a sentence."""
        self._page("message.html", status_code, title=_TITLES.get(status_code, "An error occurred"))

    def _page(self, template: str, status: int = HTTPStatus.OK, **values: Any) -> None:
        depth = self.request.path.count("/") - 1
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        values = {"up": "../" * depth, "live": False, **values}
        self.finish(self.render_string(template, **values))


_TITLES = {
    403: "You may not see this page",
    404: "This page does not exist",
    405: "This server only sends pages",
}


class Front(_Answer):
    """The page with links to everything, and the answer to addresses that nothing has."""

    def initialize(self, access: Access, status: int = HTTPStatus.OK) -> None:
        """Take what the application knows."""
        self.access, self.status = access, status

    def get(self) -> None:
        """Show the links, or say that there is nothing."""
        if self.status != HTTPStatus.OK:
            raise HTTPError(self.status)
        self._page("front.html", title="Interfacing Rust and Python")

    head = get


class Folder(_Answer):
    """The address of a folder without its last slash."""

    def initialize(self, access: Access) -> None:
        """Take what the application knows."""
        self.access = access

    def get(self, name: str) -> None:
        """Send to the folder; relative, because a proxy may have put something before our path."""
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(f"{name}/{query}")

    head = get


class Files(_Answer, StaticFileHandler):
    """The files of a folder: no listing, nothing hidden, nothing outside it."""

    TYPES: ClassVar = {
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".md": "text/markdown; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
        ".woff2": "font/woff2",
    }

    def initialize(self, access: Access, path: Path, default_filename: str) -> None:  # type: ignore[override]
        """Take what the application knows."""
        self.access = access
        super().initialize(str(path), default_filename)

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """The file to send; 404 for all that is not plainly inside the folder."""
        path = Path(absolute_path)
        if path.is_dir() and self.request.path.endswith("/"):
            path = path / (self.default_filename or "")
        elif path.is_dir():  # relative: a proxy may have put something before our path
            self.redirect(f"{path.name}/")
            return None
        if not self._is_inside(Path(root), path):
            raise HTTPError(HTTPStatus.NOT_FOUND)
        return str(path)

    def _is_inside(self, root: Path, path: Path) -> bool:
        real_root, real = os.path.realpath(root), os.path.realpath(path)
        hidden = any(part.startswith(".") for part in Path(os.path.relpath(path, root)).parts)
        return not hidden and Path(real).is_relative_to(real_root) and Path(real).is_file()

    def compute_etag(self) -> str | None:
        """What a browser compares a file by; a page that takes a file's place has none."""
        return super().compute_etag() if hasattr(self, "absolute_path") else None

    def get_content_type(self) -> str:
        """The type by the suffix; a system's own table may say otherwise."""
        suffix = Path(self.absolute_path or "").suffix
        return self.TYPES.get(suffix) or super().get_content_type()

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 - the base class's signature
        """Let the browser ask each time whether a file has changed."""
        self.set_header("Cache-Control", "no-cache")


class Packages(Files):
    """The npm packages that pages load, none of the others."""

    def initialize(self, names: tuple[str, ...], **settings: Any) -> None:  # type: ignore[override]
        """Take what the application knows."""
        self.names = names
        super().initialize(**settings)

    def _is_inside(self, root: Path, path: Path) -> bool:
        relative = Path(os.path.relpath(path, root)).as_posix()
        wanted = any(relative.startswith(f"{name}/") for name in self.names)
        return wanted and super()._is_inside(root, path)


class Book(Files):
    """The built book, or a page that waits for it."""

    def initialize(self, clone: Path, **settings: Any) -> None:  # type: ignore[override]
        """Take what the application knows."""
        self.clone = clone
        super().initialize(path=clone / "book" / "_build" / "html", **settings)

    async def get(self, path: str, include_body: bool = True) -> None:  # noqa: FBT001, FBT002
        """Send the file; without a whole book, say so and look again."""
        # Sphinx writes the search index last.
        if (Path(self.root) / "searchindex.js").is_file():
            await super().get(path, include_body)
        else:
            now = read_status(self.clone)
            title = "The book is being built" if now.running else "The book is not built yet"
            facts: dict[str, Any] = {"running": now.running, "now": code_spans(now.line)}
            self._page("waiting.html", title=title, live=True, **facts)


class Overviews(_Answer):
    """Progress and the list of episodes."""

    def initialize(self, access: Access, root: Path) -> None:
        """Take what the application knows."""
        self.access, self.root = access, root

    def get(self, name: str) -> None:
        """Show the page as it is now."""
        course = status.read_status(Project(self.root))
        now = read_status(self.root)
        title = name.capitalize()
        facts: dict[str, Any] = {"course": course, "now": now, "inline": inline}
        facts["code_spans"] = code_spans
        self._page(f"{name}.html", title=title, live=True, **facts)
