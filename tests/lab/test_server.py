from __future__ import annotations

import asyncio
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any, Literal

import pytest
from jupyter_server import serverapp
from playwright.sync_api import Browser
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from browsing import OfflinePage
from clones import make_clone
from workshop.base.errors import EnvironmentBroken, UsageError
from workshop.base.locks import lock
from workshop.lab import lab, server
from workshop.lab.config import TOKEN_HEADER, TOKEN_VARIABLE
from workshop.learner.progress import Progress
from workshop.prefetch.status import lock_file

RIGHT = "what only the proxy knows"
UNIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="only where there are Unix sockets")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with slides, two npm packages, a built book, and one exercise."""
    files = {
        "package.json": '{"dependencies": {"remark-slide": "1"}, "devDependencies": {"axe": "1"}}',
        "slides/index.html": "<title>The talk</title>",
        "slides/talk.md": "# Talk",
        "slides/.hidden": "secret",
        "node_modules/remark-slide/out/remark.min.js": "var remark;",
        "node_modules/axe/axe.js": "var axe;",
        "book/_build/html/index.html": "<title>The book</title>",
        "book/_build/html/lessons/moves.html": "<title>Moves</title>",
        "book/_build/html/searchindex.js": "{}",
        "book/_toc.yml": "root: book/index\nparts: [{chapters: [{file: lessons/moves}]}]\n",
        "lessons/moves.md": "---\ntitle: One <owner>\nid: moves\npart: B\nteaching: 20\n"
        "exercising: 7\nobjectives: [say who owns]\nexercises: [ownership-move]\n---\n",
        "exercises/ownership/move/exercise.toml": 'id = "ownership-move"\ntitle = "Order"\n'
        'kind = "rust"\nminutes = 7\ntimeout = 9\nfiles = ["src/lib.rs"]\nminimum = "m"\n'
        'stretch = "s"\nhints = [{ text = "h" }]\n[starter]\ncode = "E0382"\n',
        "exercises/ownership/move/src/lib.rs": "",
        "secret.txt": "secret",
    }
    return make_clone(tmp_path / "clone", files=files)


@contextmanager
def running(app: Any) -> Iterator[int]:
    """Serve `app` on loopback in a thread; give the port."""
    ready, ports = Event(), [0]
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        listener = HTTPServer(app)
        sockets = bind_sockets(0, "127.0.0.1")
        listener.add_sockets(sockets)
        ports[0] = sockets[0].getsockname()[1]
        ready.set()
        await stop.wait()
        listener.stop()
        await listener.close_all_connections()

    def run() -> None:
        loop.run_until_complete(serve())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()

    thread = Thread(target=run)
    thread.start()
    ready.wait(10)
    try:
        yield ports[0]
    finally:  # a thread that stays would keep pytest from ending
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)


Ask = Callable[..., tuple[int, str, dict[str, str]]]


def asker(port: int) -> Ask:
    def ask(path: str, method: str = "GET", **headers: str) -> tuple[int, str, dict[str, str]]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            connection.request(method, path, headers=named)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), dict(answer.getheaders())

    return ask


@pytest.fixture
def ask(clone: Path) -> Iterator[Ask]:
    """Ask what `./workshop serve` serves."""
    with running(server.make_app(clone)) as port:
        yield asker(port)


@pytest.fixture
def ask_room(clone: Path) -> Iterator[Ask]:
    """Ask what JupyterLab's cards show."""
    with running(server.make_app(clone, progress=True)) as port:
        yield asker(port)


# What is served


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("/", "Slides", "text/html; charset=utf-8"),
        ("/slides/", "The talk", "text/html; charset=utf-8"),
        ("/slides/talk.md", "# Talk", "text/markdown; charset=utf-8"),
        ("/book/", "The book", "text/html; charset=utf-8"),
        ("/book/lessons/moves.html", "Moves", "text/html; charset=utf-8"),
        ("/node_modules/remark-slide/out/remark.min.js", "var", "text/javascript; charset=utf-8"),
        ("/assets/pages.css", "color-scheme", "text/css; charset=utf-8"),
    ],
)
def test_slides_and_book_are_served(ask: Ask, path: str, text: str, kind: str) -> None:
    status, body, headers = ask(path)
    assert (status, headers["Content-Type"]) == (200, kind)
    assert text in body


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/slides", "slides/"),
        ("/book", "book/"),
        ("/slides?short", "slides/?short"),
        ("/progress", "progress/"),
        ("/episodes", "episodes/"),
    ],
)
def test_a_folder_is_found_without_its_slash(ask_room: Ask, path: str, there: str) -> None:
    status, _, headers = ask_room(path)
    assert (status, headers["Location"]) == (302, there)


@pytest.mark.parametrize(
    "path",
    [
        "/secret.txt",
        "/slides/../secret.txt",
        "/slides/%2e%2e/secret.txt",
        "/slides/..%2fsecret.txt",
        "/slides//../secret.txt",
        "/slides/%2e%2e%5csecret.txt",
        "/slides/.hidden",
        "/slides/none.html",
        "/book/lessons/",
        "/assets/",
        "/node_modules/",
        "/node_modules/axe/axe.js",
        "/node_modules/remark-slide/../axe/axe.js",
        "/node_modules/remark-slide/out/",
        "/work/.progress.json",
        "/progress/",
        "/episodes/",
    ],
)
def test_nothing_else_is_served(ask: Ask, path: str) -> None:
    status, body, _ = ask(path)
    assert status in {403, 404}
    assert "secret" not in body
    assert "axe" not in body


@UNIX_ONLY
def test_a_link_out_of_a_folder_is_not_followed(ask: Ask, clone: Path) -> None:
    (clone / "slides/out.txt").symlink_to(clone / "secret.txt")
    (clone / "slides/up").symlink_to(clone)
    assert ask("/slides/out.txt")[0] == 404
    assert ask("/slides/up/secret.txt")[0] == 404


def test_a_folder_without_slash_leads_to_it_relatively(ask: Ask) -> None:
    status, _, headers = ask("/book/lessons")
    assert (status, headers["Location"]) == (302, "lessons/")


def test_nothing_can_be_sent(ask: Ask) -> None:
    assert {ask(path, "POST")[0] for path in ("/", "/slides/", "/book/")} == {405}


def test_pages_may_load_from_this_server_only(ask: Ask) -> None:
    for path in ("/", "/slides/", "/book/", "/none"):
        headers = ask(path)[2]
        assert headers["Content-Security-Policy"].startswith("default-src 'self' ")
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_changed_slide_is_seen_at_once(ask: Ask, clone: Path) -> None:
    headers = ask("/slides/talk.md")[2]
    assert headers["Cache-Control"] == "no-cache"
    assert ask("/slides/talk.md", If_None_Match=headers["Etag"])[0] == 304
    (clone / "slides/talk.md").write_text("# Other")
    assert ask("/slides/talk.md", If_None_Match=headers["Etag"])[1] == "# Other"


# The book


def test_a_book_that_is_not_there_yet_is_waited_for(ask: Ask, clone: Path) -> None:
    (clone / "book/_build/html/searchindex.js").unlink()  # what Sphinx writes last
    for path in ("/book/", "/book/lessons/moves.html"):
        status, body, _ = ask(path)
        assert status == 200
        assert "<h1>The book is not built yet</h1>" in body
        assert "<main data-live>" in body  # the page looks again by itself
        assert "./workshop build" in body
    lock_file(clone).parent.mkdir(exist_ok=True)
    with lock(lock_file(clone)):
        body = ask("/book/")[1]
    assert "<h1>The book is being built</h1>" in body
    assert "./workshop build" not in body
    (clone / "book/_build/html/searchindex.js").write_text("{}")
    assert "The book" in ask("/book/")[1]


# Who may read


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:9", "[::1]:80"])
def test_this_machines_own_names_are_answered(ask: Ask, host: str) -> None:
    assert ask("/slides/", Host=host)[0] == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "10.0.0.1", "", "[x"])
@pytest.mark.parametrize("path", ["/", "/slides/talk.md", "/book/", "/none"])
def test_other_names_are_refused(ask: Ask, host: str, path: str) -> None:
    status, body, _ = ask(path, Host=host)
    assert status in {400, 403}
    assert "# Talk" not in body


def test_with_a_token_only_the_proxy_is_answered(clone: Path) -> None:
    with running(server.make_app(clone, progress=True, token=RIGHT)) as port:
        ask = asker(port)
        for path in ("/", "/slides/", "/book/", "/progress/", "/assets/pages.css", "/none"):
            assert ask(path)[0] == 403
            assert ask(path, **{TOKEN_HEADER: "wrong"})[0] == 403
            assert ask(path, **{TOKEN_HEADER: "rîght"})[0] == 403
        assert ask("/progress/", **{TOKEN_HEADER: RIGHT})[0] == 200


def test_a_port_without_a_token_is_refused(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    with pytest.raises(UsageError):
        server.main(["--root", str(clone), "--port", "0"])


# Progress


def test_progress_names_the_next_step_and_the_minutes_left(ask_room: Ask, clone: Path) -> None:
    body = ask_room("/progress/")[1]
    assert "Next: Order" in body
    assert "0 of 1 exercises passed, about 27 minutes left" in body
    assert 'href="../../lab/tree/lessons/moves.ipynb" data-open="lessons/moves.ipynb"' in body
    assert 'data-open="ownership/move/src/lib.rs"' in body
    Progress(clone / "work").passed("ownership-move")
    body = ask_room("/progress/")[1]
    assert "1 of 1 exercises passed, about 0 minutes left" in body
    assert "Next:" not in body


def test_progress_says_each_state_in_words(ask_room: Ask, clone: Path) -> None:
    for fact, word in [("skipped", "skipped"), ("solution_seen", "solution seen")]:
        progress = Progress(clone / "work")
        progress.note("ownership-move", skipped=False, solution_seen=False)
        progress.note("ownership-move", **{fact: True})
        assert f">{word}</span>" in ask_room("/progress/")[1]


def test_code_in_an_objective_is_shown_as_code(ask_room: Ask, clone: Path) -> None:
    file = clone / "lessons" / "moves.md"
    text = file.read_text(encoding="utf-8").replace("say who owns", "use `let <x>`")
    file.write_text(text, encoding="utf-8")
    assert "<li>use <code>let &lt;x&gt;</code></li>" in ask_room("/episodes/")[1]


def test_titles_are_escaped(ask_room: Ask) -> None:
    for path in ("/progress/", "/episodes/"):
        body = ask_room(path)[1]
        assert "One &lt;owner&gt;" in body
        assert "<owner>" not in body


# As processes


@contextmanager
def process(*arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    src = str(Path(server.__file__).parents[2])
    child = subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": src, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        try:
            yield child
        finally:
            child.kill()


def wait_for(condition: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@UNIX_ONLY
def test_the_rooms_server_listens_on_a_socket_of_its_own(clone: Path, tmp_path: Path) -> None:
    path = Path(os.path.relpath(tmp_path / "socket"))  # such a path has to be short
    with process("-m", "workshop.lab.server", "--root", str(clone), "--socket", str(path)):
        wait_for(path.exists)
        assert path.stat().st_mode & 0o077 == 0
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(path))
            connection.sendall(b"GET /progress/ HTTP/1.0\r\nHost: any.name\r\n\r\n")
            assert connection.recv(12) == b"HTTP/1.1 200"


@UNIX_ONLY
def test_the_rooms_server_ends_with_who_started_it(clone: Path, tmp_path: Path) -> None:
    starter = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, *sys.argv[1:]])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    path = Path(os.path.relpath(tmp_path / "socket"))
    server_arguments = [
        "-m",
        "workshop.lab.server",
        "--root",
        str(clone),
        "--socket",
        str(path),
    ]
    with process("-c", starter, *server_arguments) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        wait_for(path.exists)
        parent.kill()
        parent.wait()
        wait_for(lambda: not _is_running(pid))


def _is_running(pid: int) -> bool:
    import psutil

    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


@UNIX_ONLY
def test_serve_says_where_and_ends_at_ctrl_c(clone: Path) -> None:
    call = "import sys; from pathlib import Path; from workshop.lab import server; "
    call += "begin = lambda: print('preparing', flush=True); "
    call += "sys.exit(server.serve(Path(sys.argv[1]), open_browser=False, prepare=begin))"
    with process("-c", call, str(clone)) as child:
        assert child.stdout
        line = child.stdout.readline()
        port = int((re.search(r"127\.0\.0\.1:(\d+)/slides/", line) or [line, ""])[1])
        assert asker(port)("/slides/")[0] == 200
        assert "preparing" in [child.stdout.readline().strip() for _ in range(3)]
        child.send_signal(signal.SIGINT)
        assert child.wait(10) == 0


def test_serve_says_so_when_the_port_is_taken(clone: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(EnvironmentBroken, match=str(port)):
            server.serve(clone, open_browser=False, port=port)


def test_a_lab_that_runs_already_shows_its_address(
    clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = {"port": 8888, "url": "http://127.0.0.1:8888/", "token": "secret"}
    running = [{**facts, "root_dir": "/elsewhere"}, {**facts, "root_dir": str(clone / "work")}]
    monkeypatch.setattr(serverapp, "list_running_servers", lambda: iter(running))
    assert lab.start(clone, open_browser=False, port=8888) == 0
    lines = capsys.readouterr().out.splitlines()
    assert re.fullmatch(
        r"JupyterLab: http://127\.0\.0\.1:8888/lab/tree/\S*\?token=secret", lines[0]
    )
    assert lines[1:] == ["It runs already, in another terminal."]


# In a browser


def test_the_real_slides_work_where_nothing_else_may_be_loaded(
    root: Path, offline_page: OfflinePage
) -> None:
    if not (root / "node_modules" / "remark-slide").is_dir():
        pytest.skip("the slides need their packages: npm ci")
    with running(server.make_app(root)) as port:
        offline_page.open(f"http://127.0.0.1:{port}/slides/")
        offline_page.page.wait_for_selector(".remark-slide-content h1")
    assert offline_page.errors == []
    assert offline_page.foreign_requests == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "progress/", "episodes/", "book/", "none"])
def test_axe_finds_nothing(
    path: str, theme: Literal["light", "dark"], clone: Path, npm_packages: Path, browser: Browser
) -> None:
    (clone / "book/_build/html/searchindex.js").unlink()
    Progress(clone / "work").note("ownership-move", solution_seen=True)
    context = browser.new_context(color_scheme=theme, bypass_csp=True)
    with running(server.make_app(clone, progress=True)) as port:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/{path}")
        page.add_script_tag(path=npm_packages / "axe-core" / "axe.min.js")
        found = page.evaluate("async () => (await axe.run()).violations.map(v => v.id + v.help)")
    context.close()
    assert found == []


class Ancestor:
    """A process of Windows, which has ended or not."""

    def __init__(self) -> None:
        self.lives = True

    def is_running(self) -> bool:
        return self.lives


def with_parents(*chain: Ancestor) -> SimpleNamespace:
    """Stands for psutil: this process was started by these."""
    return SimpleNamespace(Process=lambda: SimpleNamespace(parents=lambda: list(chain)))


@pytest.mark.parametrize("ends", [0, 1])
def test_on_windows_the_end_of_jupyterlab_is_seen_through_the_python_of_the_environment(
    ends: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of the parent stays the same there."""
    chain = [Ancestor(), Ancestor(), Ancestor()]
    monkeypatch.setattr(server, "os", SimpleNamespace(name="nt", getppid=lambda: 1))
    monkeypatch.setattr(server, "psutil", with_parents(*chain))
    starters = server.Starters()
    chain[2].lives = False
    assert starters.live()
    chain[ends].lives = False
    assert not starters.live()


def test_on_windows_a_starter_that_was_gone_at_once_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server, "os", SimpleNamespace(name="nt", getppid=lambda: 1))
    monkeypatch.setattr(server, "psutil", with_parents(Ancestor()))
    assert not server.Starters().live()
