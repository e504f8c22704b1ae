"""Every command of the pages `package` and `publish` is run as printed, and says what they show.

How a block is read, and the comments above it, stands in `console_session.py`: `% session`,
`% background`, `% network`, `% fails`, `% outside`.

- In a session of the learner's clone, the workshop's programs are on PATH, and pip knows no index
  but the one in the command: as for a learner without a network. `home` is outside of the clone.
- A block with `% network` has the configuration of pip that this machine has. Without a network
  these blocks are left out, and the test is skipped after the others.
- Ports are replaced by free ones, in commands and in what they say.
- What can't be run is in `OUTSIDE`, with its reason.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from clones import make_clone
from console_session import Block, PageFault, Reader, blocks_of, difference
from documents import ROOT
from replica import venv
from shipping_index import load_local_index
from workers import own_folder
from workshop.bootstrap.cargo_config import write_cargo_config
from workshop.bootstrap.environment import cargo_home
from workshop.learner.work_folder import WorkFolder

pytestmark = pytest.mark.skipif(os.name == "nt", reason="only where there is a bash")

PAGES = ("package", "publish", "your-code")
OUTSIDE = {
    "twine upload --repository testpypi dist/*": (
        "it uploads to a public index, and needs an account"
    ),
}
"""The commands that no test runs, and why, as the pages say."""
COPIED = ("Cargo.toml", "Cargo.lock", "exercises/shipping", "solutions/shipping", "lessons/code")


def blocks(page: str) -> list[Block]:
    return list(blocks_of(ROOT / "lessons" / f"{page}.md"))


@cache
def has_network() -> bool:
    """Whether pip reaches an index that this machine has configured."""
    ask = [sys.executable, "-m", "pip", "index", "versions", "maturin"]
    return subprocess.run(ask, capture_output=True, check=False).returncode == 0


# Who types


def of_the_machine() -> dict[str, str]:
    """A terminal with Rust and Python, and none of the workshop's programs."""
    ours = str(Path(sys.executable).parent)
    path = [x for x in os.environ.get("PATH", os.defpath).split(os.pathsep) if x != ours]
    python = Path(getattr(sys, "_base_executable", sys.executable)).resolve().parent
    own = ("VIRTUAL_ENV", "PYTHON", "PYO3_", "CARGO_", "WORKSHOP_", "PYTEST_")
    values = {name: text for name, text in os.environ.items() if not name.startswith(own)}
    return values | {
        "PATH": os.pathsep.join([str(python), str(cargo_home(os.environ) / "bin"), *path]),
        "CARGO_HOME": str(cargo_home(os.environ)),
        "RUSTUP_HOME": os.environ.get("RUSTUP_HOME") or str(Path.home() / ".rustup"),
        "MATURIN_NO_INSTALL_RUST": "1",
        "CARGO_BUILD_BUILD_DIR": str(own_folder("shipping-home")),  # stays from run to run
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "PYTHONUTF8": "1",
    }


def alone(home: Path) -> dict[str, str | None]:
    """What keeps programs from every index, configuration and password of this machine."""
    own = load_local_index().own_environment(home)
    typed = ("PATH", "TWINE_", "UV_PUBLISH_", "SYSTEMROOT", "TEMP", "TMP", "PYTHONUTF8")
    values = {name: text for name, text in own.items() if not name.startswith(typed)}
    return dict.fromkeys(name for name in os.environ if name.startswith(("PIP_", "UV_"))) | values


@contextmanager
def reader(folder: Path, *, network: bool) -> Iterator[Reader]:
    """A learner with nothing in `work/`, in a clone of their own and a clean home."""
    clone = make_clone(folder / "clone", *COPIED)
    write_cargo_config(clone, venv().python)
    WorkFolder(clone).write_workspace()
    warm = own_folder("shipping-pages")
    warm.mkdir(parents=True, exist_ok=True)
    (clone / "work" / "target").symlink_to(warm, target_is_directory=True)
    for name in ("elsewhere", "home"):
        (folder / name).mkdir()
    values = of_the_machine() | venv().environment | {"COLUMNS": "100", "NO_COLOR": "1"}
    values["PATH"] = os.pathsep.join([str(venv().python.parent), values["PATH"]])
    del values["CARGO_BUILD_BUILD_DIR"]
    forget_packages()
    somebody = Reader(
        clone=clone,
        elsewhere=folder / "elsewhere",
        environment=values,
        home=of_the_machine(),
        isolated=alone(folder / "home"),
        network=network,
    )
    try:
        yield somebody
    finally:
        somebody.close()
        forget_packages()


def forget_packages() -> None:
    """Remove what `maturin develop` has installed into the environment of the tests."""
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(venv().run(venv().python, "-c", code).strip())
    assert packages != Path(sysconfig.get_path("purelib"))
    for name in ("accounts", "distances"):
        for found in packages.glob(f"{name}*"):
            shutil.rmtree(found) if found.is_dir() else found.unlink()


# The pages


@pytest.mark.cargo
@pytest.mark.parametrize("page", PAGES)
def test_every_command_does_what_the_page_shows(page: str, tmp_path: Path) -> None:
    network = any("network" in block.notes for block in blocks(page)) and has_network()
    with reader(tmp_path, network=network) as somebody:
        for block in blocks(page):
            somebody.do(block)
    if somebody.left_out:
        pytest.skip("all but the blocks that are run only with a network")


def test_what_cannot_be_run_is_known() -> None:
    outside = {
        command.typed: block.notes["outside"]
        for page in PAGES
        for block in blocks(page)
        for command in block.commands
        if "outside" in block.notes
    }
    assert outside == OUTSIDE


# A page of our own, with faults

GOOD = """
% session: work
```console
$ cd mine
$ pwd
…/work/mine
$ printf 'one\\ntwo\\nthree\\n'
one
…
$ true
```

:::{admonition} A box
% fails
```console
$ ls missing
…missing…
```
:::

% session: home
```console
$ ls
$ python3 -c "import sys; print(sys.prefix == sys.base_prefix)"
True
```

% session: work
% background
```console
$ python server.py --port 8080
```

```console
$ python -c "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8080/page').url)"
http://127.0.0.1:8080/page
```

% outside: nobody may
```console
$ exit 3
```
"""
SERVER = """
import http.server, sys

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

http.server.HTTPServer(("127.0.0.1", int(sys.argv[2])), Handler).serve_forever()
"""


def type_page(text: str, folder: Path, *, network: bool = False) -> Reader:
    """Type the blocks of a page that has this text."""
    file = folder / "page.md"
    file.write_text(text, encoding="utf-8")
    (folder / "clone" / "work" / "mine").mkdir(parents=True)
    (folder / "clone" / "work" / "server.py").write_text(SERVER, encoding="utf-8")
    for name in ("elsewhere", "home"):
        (folder / name).mkdir()
    values = of_the_machine()
    inside = values | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{values['PATH']}"}
    somebody = Reader(
        clone=folder / "clone",
        elsewhere=folder / "elsewhere",
        environment=inside,
        home=values,
        isolated=alone(folder / "home"),
        network=network,
    )
    try:
        for block in blocks_of(file):
            somebody.do(block)
    finally:
        somebody.close()
    return somebody


def test_a_page_that_tells_the_truth_is_accepted(tmp_path: Path) -> None:
    assert type_page(GOOD, tmp_path).left_out == []


HOLD = f"""
import sys
sys.path[:0] = {[str(ROOT / "tests" / "support"), str(ROOT / "src")]!r}
from pathlib import Path
from console_session import Reader, blocks_of

here, values = Path.cwd(), {{"PATH": {os.environ.get("PATH", os.defpath)!r}}}
somebody = Reader(here, here, values, values, {{}})
for block in blocks_of(here / "page.md"):
    somebody.do(block)
print(*somebody.ports.values(), flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("end", ["close", "kill"])
def test_a_server_ends_with_the_test_however_that_ends(end: str, tmp_path: Path) -> None:
    (tmp_path / "server.py").write_text(SERVER, encoding="utf-8")
    page = "% session: .\n% background\n```console\n$ {} server.py --port 8080\n```\n"
    (tmp_path / "page.md").write_text(page.format(sys.executable), encoding="utf-8")
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert held.stdout is not None
    port = int(held.stdout.readline())
    assert answers(port)
    if end == "kill":
        held.kill()
    held.communicate()
    until = time.monotonic() + 20
    while answers(port):
        assert time.monotonic() < until, "the server still answers"
        time.sleep(0.05)


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("$ true", "$ false", "`false` ends with status 1"),
        ("$ true", "$ no-such-program", "not found"),
        ("$ true", "$ echo more", "and it says\nmore"),
        ("$ true", "$ true\nmore", "the page shows\nmore"),
        ("one\n…", "one\ntwo", "three"),
        ("one\n…", "two\n…", "the page shows\ntwo"),
        ("…/work/mine", "…/work", "/work/mine"),
        ("% fails\n", "", "`ls missing` ends with status 2"),
        ("$ ls missing\n…missing…", "$ ls", "`ls` does not fail"),
        ("% session: work\n```console\n$ cd mine", "```console\n$ cd mine", "its session"),
        ("% fails", "% failing", "which says nothing"),
        ("8080/page\n```", "8080/\n```", "and it says\nhttp://127.0.0.1:8080/page"),
        ("server.py", "servers.py", "does not listen at its port"),
    ],
)
def test_a_fault_of_a_page_is_found(old: str, new: str, fault: str, tmp_path: Path) -> None:
    assert old in GOOD
    with pytest.raises(PageFault) as raised:
        type_page(GOOD.replace(old, new, 1), tmp_path)
    assert fault in str(raised.value)
    assert "page.md:" in str(raised.value)


def test_pip_knows_the_machines_configuration_only_where_the_page_needs_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", "our-wheels")
    shown = '```console\n$ echo "$PIP_FIND_LINKS, $HOME"\n{}\n```\n'
    home = tmp_path / "home"
    page = f"% session: work\n{shown.format(f', {home}')}\n% network\n"
    page += shown.format(f"our-wheels, {os.environ['HOME']}") + "\n" + shown.format(f", {home}")
    assert type_page(page, tmp_path, network=True).left_out == []


def test_without_a_network_its_blocks_are_left_out(tmp_path: Path) -> None:
    page = "% session: work\n% network\n```console\n$ false\n```\n"
    assert len(type_page(page, tmp_path).left_out) == 1


@pytest.mark.parametrize(
    ("shown", "said", "same"),
    [
        ((), "", True),
        ((), "\n", True),
        (("a",), "a\n", True),
        (("a",), "\x1b[1ma\x1b[0m\n", True),
        (("a", "…", "d"), "a\nb\nc\nd\n", True),
        (("a", "…", "d"), "a\nd\n", True),
        (("a", "…", "d"), "a\nb\n", False),
        (("a…d",), "abcd", True),
        (("a…d",), "ab\ncd", False),
        (("…",), "", True),
        (("…b",), "a\nb\n", False),
    ],
)
def test_an_ellipsis_is_the_rest_of_a_line_or_lines(
    shown: tuple[str, ...], said: str, *, same: bool
) -> None:
    assert (difference(shown, said) == "") is same
