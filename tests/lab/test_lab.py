from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import websocket
from playwright.sync_api import Browser, FrameLocator, Page, Route, expect

from benchmarks.terminal import Terminal
from browsing import OfflinePage, watched_page
from guest import Guest, Room, conda_home, guest, is_running
from jupyterlab import CELLS, IDLE, RECORDS, open_card, press_run_all, prompt, wait_for_prompt
from processes import descendants
from workshop.course.catalog import Catalog

pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(os.name != "posix", reason="a terminal is only there on POSIX"),
]


@pytest.fixture(scope="module")
def clone() -> Iterator[Guest]:
    with guest() as made:
        yield made


@pytest.fixture(scope="module")
def room(clone: Guest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A `workshop lab` of somebody whose shell activates conda."""
    home = conda_home(tmp_path_factory.mktemp("home"))
    conda = str(home / "miniconda")
    active = {"CONDA_PREFIX": conda, "CONDA_SHLVL": "1", "SHELL": "/bin/bash"}
    path = f"{conda}/bin:{os.environ['PATH']}"
    with clone.lab(home, PATH=path, **active) as running:
        yield running


@pytest.fixture
def lab(browser: Browser, room: Room) -> Iterator[OfflinePage]:
    """A browser in the room, on the episode `moves`."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = watched_page(context)
    page.page.goto(room.link_to("lessons/moves.ipynb"))
    page.page.wait_for_selector(IDLE, timeout=60_000)
    yield page
    context.close()


def ask(address: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    """The status and text of an address; redirects are not followed."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    with closing(connection):
        body = "{}" if method == "POST" else None
        connection.request(method, parts.path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def make(room: Room, what: str) -> str:
    """The name of a new terminal or kernel, by JupyterLab's own interface."""
    token = f"token {room.token}"
    status, text = ask(f"{room.address}/api/{what}", "POST", Authorization=token)
    assert status < 300, text
    return str(json.loads(text)["name"])


# The notebook


def test_the_first_episode_is_where_a_learner_starts(room: Room, clone: Guest) -> None:
    first = Catalog(clone.root).episodes[0]
    assert room.first_page == f"lessons/{first.id}.ipynb"


def test_an_episode_is_shown_as_a_notebook(lab: OfflinePage) -> None:
    page = lab.page
    expect(page.locator(".jp-Notebook h1").first).to_have_text("One owner")
    expect(page.locator(".jp-Notebook .jp-CodeCell").first).to_be_visible()
    expect(page.get_by_title("Switch kernel")).to_contain_text("Workshop")
    assert page.locator(".lm-TabBar-tab:has-text('.ipynb')").count() == 1


def test_nothing_asks_for_the_network_or_for_attention(lab: OfflinePage) -> None:
    lab.page.wait_for_timeout(3000)  # news would come after a moment
    assert lab.page.locator(".Toastify__toast").count() == 0
    assert lab.foreign_requests == []
    assert lab.errors == []


def test_a_cell_of_rust_is_colored_as_rust(lab: OfflinePage) -> None:
    cell = lab.page.locator(".jp-CodeCell", has_text="%%rust").first
    keyword = cell.locator(".cm-line span", has_text="let").first
    expect(keyword).to_have_css("font-weight", "700")


def test_a_cell_with_a_name_shows_it(lab: OfflinePage, room: Room) -> None:
    source = (room.root / "work" / "lessons" / "moves.ipynb").read_text(encoding="utf-8")
    notebook = json.loads(source)
    for cell in notebook["cells"]:
        cell["metadata"].pop("name", None)
    first = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    first["metadata"]["name"] = "alias"
    file = room.root / "work" / "lessons" / "named.ipynb"
    file.write_text(json.dumps(notebook), encoding="utf-8")
    lab.page.goto(room.link_to("lessons/named.ipynb"))
    named = lab.page.locator(".jp-CodeCell[data-workshop-name]")
    expect(named).to_have_count(1)
    assert named.evaluate("e => getComputedStyle(e, '::before').content") == '"Cell alias"'
    file.unlink()


def test_rust_in_the_text_is_colored(lab: OfflinePage) -> None:
    solution = lab.page.locator(".jp-Notebook details", has_text="Solution:").first
    solution.locator("summary").click()
    code = solution.locator("code.language-rust").first
    colors = [
        part.evaluate("e => getComputedStyle(e).color")
        for part in (code, code.locator(".hljs-keyword").first)
    ]
    assert colors[0] != colors[1]


def test_a_link_opens_the_exercise_beside_the_notebook(lab: OfflinePage) -> None:
    page = lab.page
    page.locator(".jp-Notebook a[href*='lib.rs']").first.click()
    editor = page.locator(".jp-FileEditor")
    expect(editor).to_be_visible()
    expect(page.locator(".jp-NotebookPanel")).to_be_visible()
    expect(editor.locator(".cm-line span[class]").first).to_be_visible()  # highlighted


def test_a_link_opens_another_episode_in_a_tab(lab: OfflinePage) -> None:
    link = lab.page.locator(".jp-Notebook a[href*='/files/lessons/']").first
    name = (link.get_attribute("href") or "").partition("/files/lessons/")[2].partition("?")[0]
    link.click()
    expect(lab.page.locator(".lm-TabBar-tab", has_text=name)).to_be_visible()
    expect(lab.page.locator(".jp-Notebook:visible h1").first).not_to_have_text("One owner")


def test_a_link_opens_a_page_of_the_book(lab: OfflinePage) -> None:
    lab.page.locator(".jp-Notebook a[href*='/files/book/book/']").first.click()
    expect(frame(lab.page, "book/book/").locator("h1")).to_be_visible(timeout=20_000)


# Cells that are run before their kernel is there


@pytest.fixture
def starting(browser: Browser, room: Room) -> Iterator[tuple[Page, Route]]:
    """An episode whose kernel is not there until the test lets the request for it go on."""
    sessions, token = f"{room.address}/api/sessions", f"token {room.token}"
    for session in json.loads(ask(sessions, Authorization=token)[1]):
        ask(f"{sessions}/{session['id']}", "DELETE", Authorization=token)
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            held.append(route)
        else:
            route.continue_()

    address = re.compile(r"/api/sessions(\?|$)")
    page.route(address, hold)
    with page.expect_request(lambda it: it.method == "POST" and bool(address.search(it.url))):
        page.goto(room.link_to("lessons/moves.ipynb"))
    expect(page.locator(CELLS).first).to_contain_text("kept = run")
    yield page, held[0]
    context.close()


def test_cells_wait_for_their_kernel(starting: tuple[Page, Route]) -> None:
    page, start = starting
    press_run_all(page)
    first = page.locator(CELLS).first
    expect(prompt(first)).to_have_text("[*]:")
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    start.continue_()
    expect(prompt(first)).to_have_text("[1]:", timeout=60_000)
    expect(first.locator(".jp-OutputArea-output")).to_have_text("[3.5, 4.0, 4.5, 99.0]")


def test_a_cell_that_does_not_finish_leaves_a_record(
    starting: tuple[Page, Route], room: Room
) -> None:
    page, _ = starting
    press_run_all(page)
    with pytest.raises(AssertionError, match="a cell has not run") as error:
        wait_for_prompt(page.locator(CELLS).first, re.compile(r"\[1\]"), room, patience=2_000)
    folder = RECORDS / str(error.value).rpartition("/")[2]
    facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    assert facts["cells"][0][0] == "[*]:"
    assert facts["dialogs"] == []
    assert any("jupyterlab" in words for _, words in facts["programs"])
    assert "crates" in " ".join(facts["prefetch"])
    assert (folder / "page.png").stat().st_size > 10_000
    assert "ServerApp" in (folder / "lab-lab.log").read_text(encoding="utf-8")
    shutil.rmtree(folder)


# The cards


def launcher(page: Page) -> None:
    page.keyboard.press("Control+Shift+L")
    expect(page.locator(".jp-Launcher:visible")).to_be_visible()


def frame(page: Page, path: str) -> FrameLocator:
    return page.frame_locator(f"iframe[src*='workshop/{path}']")


def test_the_cards_stand_together_and_first(lab: OfflinePage) -> None:
    launcher(lab.page)
    cards = lab.page.locator(".jp-Launcher:visible .jp-LauncherCard[data-category=Workshop]")
    expect(cards).to_have_text(["Episodes", "Slides", "Book", "Progress", "Terminal in work/"])
    assert cards.locator("svg").count() == 5
    tops = lab.page.locator(".jp-Launcher:visible .jp-LauncherCard").evaluate_all(
        "cards => cards.map(card => [card.getBoundingClientRect().top, card.dataset.category])"
    )
    assert min(tops)[1] == "Workshop"


def test_slides_open_in_a_tab(lab: OfflinePage, npm_packages: Path) -> None:
    assert npm_packages
    open_card(lab.page, "Slides")
    slides = frame(lab.page, "slides/")
    expect(slides.locator(".remark-visible h1").first).to_be_visible(timeout=20_000)
    assert lab.foreign_requests == []


def test_a_book_that_is_not_built_says_so_and_then_comes(lab: OfflinePage, clone: Guest) -> None:
    open_card(lab.page, "Book")
    book = frame(lab.page, "book/")
    expect(book.locator("h1")).to_have_text(re.compile("The book is (being|not) built( yet)?"))
    html = clone.root / "book" / "_build" / "html"
    html.mkdir(parents=True, exist_ok=True)
    try:
        (html / "index.html").write_text("<h1>The book is here</h1>")
        (html / "searchindex.js").write_text("")
        expect(book.locator("h1")).to_have_text("The book is here")
    finally:
        (html / "searchindex.js").unlink()


def test_progress_opens_the_next_exercise(lab: OfflinePage, clone: Guest) -> None:
    open_card(lab.page, "Progress")
    progress = frame(lab.page, "progress/")
    first = next(iter(Catalog(clone.root).exercises.values()))
    expect(progress.locator("h2")).to_have_text(f"Next: {first.title}")
    progress.get_by_role("link", name="Open the exercise").click()
    expect(lab.page.locator(".jp-FileEditor")).to_be_visible()


def test_progress_follows_the_theme_and_what_passes(lab: OfflinePage, clone: Guest) -> None:
    open_card(lab.page, "Progress")
    progress = frame(lab.page, "progress/")
    expect(progress.locator("html")).to_have_attribute("data-theme", "light")
    lab.page.emulate_media(color_scheme="dark")
    expect(progress.locator("html")).to_have_attribute("data-theme", "dark")
    file = clone.root / "work" / ".progress.json"
    passed = {"ownership-move": {"passed": "2026-11-22T12:00:00+00:00"}}
    try:
        file.write_text(json.dumps({"version": 1, "exercises": passed}))
        expect(progress.locator(".state.passed")).to_have_count(1)
    finally:
        file.unlink()


def test_episodes_lists_all_and_opens_them(lab: OfflinePage) -> None:
    open_card(lab.page, "Episodes")
    episodes = frame(lab.page, "episodes/")
    episodes.get_by_role("link", name="A Rust object in Python").click()
    expect(lab.page.locator(".jp-Notebook:visible h1")).to_have_text("A Rust object in Python")


# Who may read


@pytest.mark.parametrize("page", ["slides/", "book/", "progress/", "episodes/", "assets/pages.css"])
def test_the_pages_ask_for_the_token(room: Room, page: str) -> None:
    address = f"{room.address}/workshop/{page}"
    status, text = ask(address)
    assert status in {HTTPStatus.FOUND, HTTPStatus.FORBIDDEN}
    assert "Interfacing" not in text
    assert ask(address, Authorization="token wrong")[0] != HTTPStatus.OK
    assert ask(address, Authorization=f"token {room.token}")[0] == HTTPStatus.OK


def test_without_unix_sockets_the_pages_are_on_loopback_with_a_token(
    clone: Guest, tmp_path: Path
) -> None:
    before = "from workshop.lab import config; config.has_unix_sockets = lambda: False"
    with clone.lab(tmp_path, before) as room:
        settings = clone.root / "work" / ".lab" / "jupyter_server_config.json"
        assert settings.stat().st_mode & 0o077 == 0
        address = f"{room.address}/workshop/progress/"
        assert ask(address)[0] != HTTPStatus.OK
        status, text = ask(address, Authorization=f"token {room.token}")
        assert (status, "<h1>Progress</h1>" in text) == (HTTPStatus.OK, True)
        (port,) = _ports_of("workshop.lab.server", room.terminal.process.pid)
        assert ask(f"http://127.0.0.1:{port}/progress/")[0] == HTTPStatus.FORBIDDEN


def _ports_of(name: str, parent: int) -> list[int]:
    import psutil

    pids = [pid for pid, words in descendants(parent) if name in words]
    connections = [c for pid in pids for c in psutil.Process(pid).net_connections("inet")]
    return [c.laddr.port for c in connections if c.status == psutil.CONN_LISTEN]


# Terminals


_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07")
_ANSWER = re.compile(r"echo status=\$\?=\r*\n(?P<text>(?s:.*)status=\d+)=")


class JupyterTerminal:
    """A terminal of JupyterLab, as the card opens it."""

    def __init__(self, room: Room) -> None:
        name = make(room, "terminals")
        address = f"{room.address}/terminals/websocket/{name}?token={room.token}"
        self.socket = websocket.create_connection(address.replace("http", "ws", 1), timeout=5)
        self.socket.send(json.dumps(["set_size", 40, 500, 800, 5000]))  # no prompt wraps a line
        self.shown = ""

    def run(self, command: str, seconds: float = 30) -> str:
        """What the command prints, and its exit status in the last line."""
        before = len(self.shown)
        self.socket.send(json.dumps(["stdin", f"{command}; echo status=$?=\r"]))
        end = time.monotonic() + seconds
        while not (done := _ANSWER.search(_ESCAPE.sub("", self.shown[before:]))):
            assert time.monotonic() < end, self.shown[before:]
            try:
                kind, *data = json.loads(self.socket.recv())
            except websocket.WebSocketTimeoutException:
                continue
            self.shown += data[0] if kind == "stdout" else ""
        return done["text"].replace("\r", "")


@pytest.fixture
def shell(room: Room) -> Iterator[JupyterTerminal]:
    terminal = JupyterTerminal(room)
    yield terminal
    terminal.socket.close()


def test_a_terminal_starts_in_work_with_this_environment(
    shell: JupyterTerminal, clone: Guest
) -> None:
    assert f"{clone.root / 'work'}\n" in shell.run("pwd")
    assert f"{clone.venv}/bin/python\n" in shell.run("command -v python")
    assert f"{clone.venv}\n" in shell.run("echo $VIRTUAL_ENV")
    assert "status=1" in shell.run("env | grep -i conda")
    assert "(base)" not in shell.run("true")


@pytest.mark.parametrize("login", ["", "bash -l"])
def test_maturin_develop_works_though_conda_is_active(
    shell: JupyterTerminal, clone: Guest, login: str
) -> None:
    if login:
        shell.socket.send(json.dumps(["stdin", f"{login}\r"]))
    answer = shell.run("cd distances/lists && maturin develop", 240)
    assert "status=0" in answer, answer
    answer = shell.run("python -c 'import distances; print(distances.__file__)'")
    assert f"{clone.venv}/lib" in answer


# Start and end


def test_ctrl_c_ends_everything(clone: Guest, tmp_path: Path) -> None:
    with clone.lab(tmp_path, SHELL="/bin/bash") as room:
        headers = {"Authorization": f"token {room.token}"}
        assert ask(f"{room.address}/workshop/slides/", **headers)[0] == HTTPStatus.OK
        assert make(room, "kernels") == "workshop"
        terminal = JupyterTerminal(room)
        terminal.socket.send(json.dumps(["stdin", "sleep 1000\r"]))
        family = wait_for_all(
            room.terminal, ["workshop.lab.server", "ipykernel_launcher", "sleep 1000"]
        )
        room.terminal.press("\x03")
        assert room.terminal.end(30) == 0
        terminal.socket.close()
    assert [words for pid, words in family if is_running(pid)] == []
    assert "Traceback" not in room.terminal.written


def wait_for_all(terminal: Terminal, names: list[str]) -> list[tuple[int, str]]:
    end = time.monotonic() + 60
    while True:
        family = descendants(terminal.process.pid)
        if all(any(name in words for _, words in family) for name in names):
            return family
        assert time.monotonic() < end, family
        time.sleep(0.1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_closed_terminal_ends_everything(
    clone: Guest, tmp_path: Path, number: signal.Signals
) -> None:
    with clone.lab(tmp_path) as room:
        assert make(room, "kernels") == "workshop"
        family = wait_for_all(room.terminal, ["ipykernel_launcher"])
        room.terminal.process.send_signal(number)
        assert room.terminal.end(30) == 0
    assert [words for pid, words in family if is_running(pid)] == []


def test_a_terminal_closed_during_the_start_leaves_nothing(clone: Guest, tmp_path: Path) -> None:
    with clone.start_lab(tmp_path) as terminal:
        family = wait_for_all(terminal, ["jupyterlab"])
        terminal.process.send_signal(signal.SIGHUP)
        terminal.end(30)
    assert [words for pid, words in family if is_running(pid)] == []


def test_shut_down_from_jupyters_menu_ends_the_command(clone: Guest, tmp_path: Path) -> None:
    with clone.lab(tmp_path) as room:
        token = f"token {room.token}"
        assert ask(f"{room.address}/api/shutdown", "POST", Authorization=token)[0] == HTTPStatus.OK
        assert room.terminal.end(30) == 0


def test_a_jupyter_that_does_not_start_shows_its_last_words(clone: Guest, tmp_path: Path) -> None:
    before = "from workshop.lab import lab; lab._server = lambda port: {'port': 'no number'}"
    lab = clone.lab(tmp_path, before)
    with pytest.raises(AssertionError, match="JupyterLab did not start") as error, lab:
        pass
    assert "no number" in str(error.value)
    assert "lab.log" in str(error.value)
    assert "Traceback" not in str(error.value).partition("JupyterLab did not")[0]


def test_a_taken_port_is_passed_over(clone: Guest, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        before = f"from workshop.lab import lab; lab._FIRST_PORT = {port}"
        with clone.lab(tmp_path, before) as room:
            assert int(room.address.rpartition(":")[2]) > port


def test_a_copy_of_each_exercise_lies_ready(room: Room, clone: Guest) -> None:
    assert room
    for path in ("ownership/move", "distances/lists", "accounts/class"):
        assert (clone.root / "work" / path / "src" / "lib.rs").is_file()
