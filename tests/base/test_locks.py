from __future__ import annotations

import threading
from pathlib import Path

from holders import hold
from workshop.base.locks import is_held, lock


def test_only_one_process_has_it_and_a_killed_one_loses_it(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "lock"
    assert not is_held(file)
    with hold(file) as other:
        assert is_held(file)
        with lock(file) as ours:
            assert not ours
        other.kill()
        other.wait()
        with lock(file, timeout=5) as ours:
            assert ours
    assert not is_held(file)


def test_patience_is_rewarded(tmp_path: Path) -> None:
    with hold(tmp_path / "lock") as other:
        other.kill()
        with lock(tmp_path / "lock", timeout=20) as ours:
            assert ours


def test_looking_is_in_nobodys_way(tmp_path: Path) -> None:
    """Neither of those who want the lock, nor of others who look."""
    file, stop, seen = tmp_path / "lock", threading.Event(), list[bool]()
    with lock(file):
        pass

    def look() -> None:
        while not stop.is_set():
            seen.append(is_held(file))

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    got = list[bool]()
    for _ in range(50):
        with lock(file) as ours:
            got.append(ours)
    stop.set()
    for thread in threads:
        thread.join()
    assert all(got)
    assert not is_held(file)
    with lock(file):
        assert is_held(file)
