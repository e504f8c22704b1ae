from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from workshop.bootstrap import remedies

NETWORK = [
    """ERROR: Could not find a version that satisfies the requirement uv==0.13.9
    WARNING: Retrying after connection broken by 'NewConnectionError(Failed to establish)'""",
    """error: Failed to fetch: `index`
      Caused by: dns error: failed to lookup address information: in name resolution""",
    """cause: tunnel error: failed to create underlying connection
    cause: Connection refused (os error 111)""",
    """error: download of config.json failed
    Caused by: [6] Could not resolve host: index""",
    """npm error code ENOTFOUND
    npm error network request failed""",
    "invalid peer certificate: UnknownIssuer",
]
SPACE = [
    "error: failed to write to file: No space left on device (os error 28)",
    "npm error code ENOSPC",
    "OSError: [Errno 122] Disk quota exceeded",
]


@pytest.mark.parametrize("output", NETWORK)
def test_a_download_that_fails_is_the_network(output: str) -> None:
    text = str(remedies.error_from_output("getting the crates", output))
    assert "network did not respond while getting the crates" in " ".join(text.split())
    assert "HTTPS_PROXY" in text


@pytest.mark.parametrize("output", SPACE)
def test_a_full_disk_is_named(output: str) -> None:
    assert "not enough space on the disk" in str(remedies.error_from_output("installing", output))


def test_a_folder_of_somebody_else_is_named() -> None:
    text = str(
        remedies.error_from_output(
            "installing", "error: failed to create: Permission denied (os 13)"
        )
    )
    assert "cannot write here" in text


@pytest.mark.parametrize(
    "output",
    [
        "error: Failed to initialize cache at `/home/jo/.cache/uv`: Permission denied (os 13)",
        "npm error code EACCES\nnpm error path /home/jo/.npm/_cacache",
        r"error: failed to open `C:\Users\jo\.cargo\registry`: Permission denied (os error 5)",
    ],
)
def test_a_cache_of_somebody_else_is_not_called_the_clone(output: str) -> None:
    text = " ".join(str(remedies.error_from_output("installing", output)).split())
    assert "cannot write to the folder where it keeps its downloads" in text
    assert "clone the repository again" not in text
    for system in ("Linux:", "macOS:", "Windows:"):
        assert system in text


def test_a_folder_of_the_clone_is_called_so() -> None:
    folder = Path(__file__).resolve().parents[2] / ".venv"
    text = str(remedies.error_from_output("installing", f"error: {folder}: Permission denied"))
    assert "cannot write here" in text


def test_a_module_that_is_missing_is_not_the_network() -> None:
    output = "ModuleNotFoundError: No module named 'pip._vendor.pyparsing'"
    assert "Setup stopped while installing" in str(remedies.error_from_output("installing", output))


@pytest.mark.skipif(os.name != "posix", reason="other names are impossible elsewhere")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        (b"caf\xe9", r"in the folder /home/caf\xe9: its name is not UTF-8 text"),
        (b"a:b", "its name contains `:`"),
        (b"two\nlines", "its name contains the end of a line"),
        pytest.param(
            b"50%20",
            "its name contains `%`",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="its linker alone"),
        ),
        (b"long/" * 200, "its name has more than 800 characters"),
    ],
)
def test_a_folder_in_which_nothing_works_is_named(name: bytes, said: str) -> None:
    unusable = remedies.unusable_path(Path(os.fsdecode(b"/home/" + name)))
    assert said in " ".join(str(unusable).split())


@pytest.mark.parametrize("name", ["a b", "🦀", "[x]{y}*?", 'it\'s "q"', "#1", "ä", "$x"])
def test_other_folders_are_fine(name: str) -> None:
    assert remedies.unusable_path(Path("/home", name)) is None


def test_a_user_without_a_home_gets_a_paragraph() -> None:
    text = " ".join(str(remedies.no_home()).split())
    assert "This user has no home folder" in text
    assert "export HOME=" in text
    assert "set USERPROFILE=" in text


def test_an_unknown_failure_shows_the_last_words_without_colors() -> None:
    text = str(
        remedies.error_from_output("making .venv", "one\n\x1b[31merror\x1b[0m: it is broken\n")
    )
    assert "error: it is broken" in text
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("number", "part"),
    [
        (errno.ENOSPC, "not enough space"),
        (errno.EROFS, "cannot write here"),
        (errno.EACCES, "cannot write here"),
        (errno.EIO, "Setup stopped"),
    ],
)
def test_an_error_of_the_file_system_is_a_paragraph_too(number: int, part: str) -> None:
    text = str(remedies.explain_os_error(OSError(number, os.strerror(number), "some/file")))
    assert part in text
    assert "some/file" in text


def test_this_system_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    for platform, name in (("linux", "Linux"), ("darwin", "macOS"), ("win32", "Windows")):
        monkeypatch.setattr(sys, "platform", platform)
        lines = str(remedies.no_rust("cargo")).splitlines()
        ways = [
            line.split(":")[0].strip() for line in lines if line.startswith("  ") and ":" in line
        ]
        assert ways[0] == name
        assert {"Linux", "macOS", "Windows"} <= set(ways)
