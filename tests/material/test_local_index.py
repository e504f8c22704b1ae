"""The package index of the exercises on shipping: on this machine alone, and gone with its test."""

from __future__ import annotations

import importlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest

from processes import is_alive

ROOT = Path(__file__).resolve().parents[2]
SHIPPING = ROOT / "exercises" / "shipping"
PATIENCE = 30.0
OPEN_UNTIL_STOPPED = """
import psutil, sys, time
from pathlib import Path
sys.path.append(sys.argv[1])
from local_index import local_index

with local_index(Path("index"), Path("accounts-0.1.0.tar.gz")) as index:
    [server] = psutil.Process().children()
    print(index.address, server.pid, flush=True)
    time.sleep(600)
"""


@pytest.fixture(scope="module")
def made() -> Iterator[Any]:
    """The module that the tests of the exercises load from beside them."""
    if find_spec("pypiserver") is None:  # an import would change what all tests can import
        pytest.skip("only with pypiserver, of requirements-dev.txt")
    sys.path.append(str(SHIPPING))
    try:
        yield importlib.import_module("local_index")
    finally:
        sys.path.remove(str(SHIPPING))
        del sys.modules["local_index"]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A file that an index offers; nobody unpacks it."""
    file = tmp_path / "accounts-0.1.0.tar.gz"
    file.write_bytes(b"a source distribution")
    return file


def read(address: str) -> str:
    """What an index answers, whatever proxy this machine has."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=PATIENCE) as answer:
        assert answer.url == address
        return str(answer.read().decode())


def answers(address: str) -> bool:
    place = urlsplit(address)
    try:
        socket.create_connection((place.hostname or "", place.port or 0), timeout=5).close()
    except OSError:
        return False
    return True


def test_it_offers_what_it_was_given(made: Any, package: Path, tmp_path: Path) -> None:
    with made.local_index(tmp_path / "new" / "index", package) as index:
        assert index.files == [package.name]
        assert package.name in read(f"{index.simple}accounts/")
    assert package.is_file()


def test_it_listens_on_loopback_alone(made: Any, tmp_path: Path) -> None:
    others = set(psutil.Process().children())  # of other tests
    with made.local_index(tmp_path / "index") as index:
        [server] = {*psutil.Process().children()} - others
        places = [socket.laddr for socket in server.net_connections() if socket.status == "LISTEN"]
        assert [(place.ip, place.port) for place in places] == [
            ("127.0.0.1", urlsplit(index.address).port)
        ]


def test_a_name_that_it_lacks_leads_nowhere(made: Any, package: Path, tmp_path: Path) -> None:
    with made.local_index(tmp_path / "index", package) as index:
        with pytest.raises(urllib.error.HTTPError) as raised:
            read(f"{index.simple}acounts/")
        assert (raised.value.code, raised.value.url) == (404, f"{index.simple}acounts/")
        raised.value.close()


def test_two_of_them_have_ports_and_files_of_their_own(
    made: Any, package: Path, tmp_path: Path
) -> None:
    with made.local_index(tmp_path / "a", package) as a, made.local_index(tmp_path / "b") as b:
        assert a.address != b.address
        assert (a.files, b.files) == ([package.name], [])
        assert "accounts" not in read(b.simple)


def test_it_ends_with_its_block_and_keeps_nothing(made: Any, package: Path, tmp_path: Path) -> None:
    others = set(psutil.Process().children())
    with made.local_index(tmp_path / "index", package) as index:
        (index.folder / "uploaded-1.0.tar.gz").touch()
    assert not answers(index.address)
    assert {*psutil.Process().children()} <= others
    assert list(tmp_path.iterdir()) == [package]


def test_a_folder_that_holds_something_is_left_alone(made: Any, tmp_path: Path) -> None:
    with pytest.raises(FileExistsError), made.local_index(tmp_path):
        pass
    assert tmp_path.is_dir()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("number", ["SIGKILL", "SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("whole_group", [False, True], ids=["alone", "group"])
def test_it_ends_with_a_test_that_is_stopped(
    package: Path, tmp_path: Path, number: str, *, whole_group: bool
) -> None:
    """A terminal sends Ctrl-C to the whole group; whoever kills a test, to that alone."""
    command = [sys.executable, "-c", OPEN_UNTIL_STOPPED, str(SHIPPING)]
    test = subprocess.Popen(
        command,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert test.stdout is not None
    address, pid = test.stdout.readline().split()
    assert answers(address)
    stop = os.killpg if whole_group else os.kill
    stop(test.pid, getattr(signal, number))
    test.wait(PATIENCE)
    test.stdout.close()
    end = time.monotonic() + PATIENCE
    while is_alive(int(pid)) or answers(address):  # its last thread closes the port
        assert time.monotonic() < end, "it still runs"
        time.sleep(0.01)
    assert list(tmp_path.iterdir()) == [package]


def test_one_that_does_not_start_says_why(
    made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made, "_SERVER", "raise SystemExit('no such package')")
    with (
        pytest.raises(RuntimeError, match="no such package"),
        made.local_index(tmp_path / "index"),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


# What the programs that use it know of this machine.


def test_programs_know_nothing_of_this_machine(
    made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = (
        "PIP_FIND_LINKS",
        "PIP_EXTRA_INDEX_URL",
        "UV_INDEX",
        "TWINE_REPOSITORY_URL",
        "PYTHONPATH",
    )
    for name in (*own, "ALL_PROXY", "CARGO_HOME", "VIRTUAL_ENV"):
        monkeypatch.setenv(name, "https://index.example")
    monkeypatch.setenv("HTTPS_PROXY", "https://proxy.example")
    environment = made.own_environment(tmp_path)
    assert "example" not in " ".join(environment.values())
    assert environment["HOME"] == environment["PATH"] == str(tmp_path)
    assert environment["PIP_CONFIG_FILE"] == os.devnull
    assert environment["MATURIN_NO_INSTALL_RUST"] == "1"
    assert environment["UV_PYTHON_DOWNLOADS"] == "never"


def test_programs_reach_this_machine_and_no_other_host(made: Any, tmp_path: Path) -> None:
    code = "import sys, urllib.request as r; print(r.urlopen(sys.argv[1]).status)"
    environment = made.own_environment(tmp_path)

    def open_page(address: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", code, address]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    with made.local_index(tmp_path / "index") as index:
        assert open_page(index.simple).stdout == "200\n"
        assert open_page(index.simple.replace("127.0.0.1", "localhost")).stdout == "200\n"
        for scheme in ("http", "https"):
            assert "Connection refused" in open_page(f"{scheme}://index.example/").stderr


# The commands of a page.


def test_commands_are_the_lines_with_a_prompt(made: Any, tmp_path: Path) -> None:
    page = tmp_path / "RELEASE.md"
    lines = [
        "1. Build:",
        "",
        "   ```console",
        "   $ maturin build --out dist",
        "   ```",
        "$5 a day",
    ]
    lines += [
        "> twine check 'dist/my file'  # strictly",
        "twine upload",
        "$ uv publish \\",
        "  'a b",
    ]
    page.write_text("\n".join(lines), encoding="utf-8")
    assert made.commands(page) == [
        ["maturin", "build", "--out", "dist"],
        ["twine", "check", "dist/my file"],
        ["uv", "publish", "'a", "b"],
    ]


@pytest.mark.parametrize(
    ("word", "replaced"),
    [
        ("http://127.0.0.1:8080/", "http://127.0.0.1:5000/"),
        ("--index-url=http://localhost:8080/simple/", "--index-url=http://127.0.0.1:5000/simple/"),
        ("https://127.0.0.1:8080", "https://127.0.0.1:5000"),
        ("http://me:word@localhost:8080/", "http://me:word@127.0.0.1:5000/"),
        ("http://127.0.0.1:8081/", "http://127.0.0.1:5001/"),
        ("http://127.0.0.1:80801/", "http://127.0.0.1:80801/"),
        ("http://index.example:8080/", "http://index.example:8080/"),
        ("dist/*", "dist/*"),
    ],
)
def test_addresses_of_a_page_get_the_ports_of_the_test(made: Any, word: str, replaced: str) -> None:
    ports = {8080: "http://127.0.0.1:5000", 8081: "http://127.0.0.1:5001"}
    assert made.at_this_port(["twine", word], ports) == ["twine", replaced]
