from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from workshop.locks import is_held, lock

HOLDER = """
import sys, time
from pathlib import Path
from workshop.locks import lock
with lock(Path(sys.argv[1])) as ours:
    print(ours, flush=True)
    time.sleep(60)
"""
SOURCE = Path(__file__).resolve().parent.parent / "src"


def hold(file: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock."""
    start = f"import sys; sys.path.insert(0, {str(SOURCE)!r})\n{HOLDER}"
    process = subprocess.Popen(
        [sys.executable, "-c", start, str(file)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "True\n"
    return process


def test_only_one_process_has_it_and_a_killed_one_loses_it(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "lock"
    assert not is_held(file)
    with hold(file) as other:
        assert is_held(file)
        with lock(file) as ours:
            assert not ours
        other.kill()
        other.wait()
        with lock(file, patience=5) as ours:
            assert ours
    assert not is_held(file)


def test_patience_is_rewarded(tmp_path: Path) -> None:
    with hold(tmp_path / "lock") as other:
        other.kill()
        with lock(tmp_path / "lock", patience=20) as ours:
            assert ours
