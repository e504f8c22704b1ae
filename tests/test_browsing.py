"""The watched page must see what it is there for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from browsing import OfflinePage, is_local

pytest_plugins = ["pytester"]

PAGE = """<!doctype html><html lang="en"><title>t</title><link rel="icon" href="data:,">
<img src="https://example.org/picture.png" alt=""><img src="missing.png" alt="">
<script>console.error("written"); undefinedFunction()</script></html>"""


def test_errors_and_foreign_requests_are_kept(
    offline_page: OfflinePage, http_folder: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    offline_page.open(http_folder(tmp_path))
    said = "\n".join(offline_page.errors)
    assert offline_page.foreign_requests == ["https://example.org/picture.png"]
    assert "console: written" in said
    assert "undefinedFunction is not defined" in said
    assert "status 404" in said


def test_a_clean_page_has_no_errors(
    offline_page: OfflinePage, http_folder: Callable[[Path], str], tmp_path: Path
) -> None:
    clean = '<!doctype html><html lang="en"><title>t</title><link rel="icon" href="data:,"><p>x'
    (tmp_path / "index.html").write_text(clean, encoding="utf-8")
    page = offline_page.open(http_folder(tmp_path))
    assert page.inner_text("p") == "x"
    assert (offline_page.errors, offline_page.foreign_requests) == ([], [])


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8888/lab", True),
        ("ws://localhost:8888/api", True),
        ("data:text/plain,x", True),
        ("https://example.org/", False),
        ("//127.0.0.1.example.org/", False),
    ],
)
def test_only_this_machine_is_local(url: str, local: bool) -> None:  # noqa: FBT001
    assert is_local(url) is local


@pytest.mark.parametrize(
    ("reason", "nothing", "outcome"),
    [
        ("chromium is missing", "1", "failed"),
        ("only on Windows", "1", "skipped"),
        ("chromium is missing", "", "skipped"),
    ],
)
def test_skips_fail_where_nothing_may_be_skipped(
    pytester: pytest.Pytester, root: Path, reason: str, nothing: str, outcome: str
) -> None:
    pytester.makeconftest('pytest_plugins = ["running"]')
    pytester.makepyfile(f"import pytest\ndef test_it(): pytest.skip({reason!r})")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(root / "tests" / "support"))
        patch.setenv("WORKSHOP_SKIP_NOTHING", nothing)
        pytester.runpytest_subprocess().assert_outcomes(**{outcome: 1})


def test_a_process_left_behind_is_named_and_ended(pytester: pytest.Pytester, root: Path) -> None:
    pytester.makeconftest('pytest_plugins = ["running"]')
    pytester.makepyfile(
        "import subprocess, sys\n"
        "left = []\n"
        "def test_it():\n"
        "    left.append(subprocess.Popen([sys.executable, '-c', 'input()'], stdin=-1))\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(root / "tests" / "support"))
        result = pytester.runpytest_subprocess()
    result.stdout.fnmatch_lines(["*A test has left this running:*", "*1 passed*"])
    assert "still running" not in result.stderr.str()
