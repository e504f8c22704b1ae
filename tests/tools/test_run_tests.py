"""`./workshop test` chooses by markers, shares the cores, and sets up what it can by itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import run_tests
from faketools import environment, needs_shell, put

LOCKED: dict[str, object] = {
    "": {},
    "node_modules/a": {"version": "1"},
    "node_modules/b": {"version": "2"},
}


def phases(*words: str) -> list[list[str]]:
    options, rest = run_tests._parser().parse_known_args(words)
    return run_tests.phases(options, rest)


def test_most_tests_run_beside_each_other_then_the_rest_one_by_one() -> None:
    first, second = phases("-n", "2")
    assert first == ["-n", "2", "-m", "(not alone) and (not storm and not more)"]
    assert second == ["-m", "(alone) and (not storm and not more)"]


def test_all_leaves_no_test_out() -> None:
    assert phases("--all", "-n", "2") == [["-n", "2", "-m", "(not alone)"], ["-m", "(alone)"]]


def test_quick_takes_what_builds_nothing_and_a_little_more() -> None:
    [only] = phases("--quick", "-n", "2")
    assert only[:2] == ["-n", "2"]
    assert only[3].startswith("(quick or not (cargo or ")


def test_what_pytest_knows_goes_to_pytest() -> None:
    for found in phases("-n", "2", "tests/base", "-k", "lock or file", "--lf", "-x"):
        assert found[-5:] == ["tests/base", "-k", "lock or file", "--lf", "-x"]
    assert phases("-n", "2", "-m", "book")[1][1].endswith("and (book)")


def test_looking_into_a_test_needs_one_process() -> None:
    assert phases("--pdb", "-n", "2") == [["-m", "(not storm and not more)", "--pdb"]]


@pytest.mark.parametrize(
    ("statuses", "status"),
    [([0, 0], 0), ([5, 0], 0), ([0, 5], 0), ([5, 5], 5), ([1, 5], 1), ([0, 3], 3)],
)
def test_one_status_stands_for_all_runs(statuses: list[int], status: int) -> None:
    assert run_tests.worst(statuses) == status


def test_the_slowest_count_with_what_they_need() -> None:
    noted = [("a", 0.5), ("b", 3.0), ("a", 1.0), ("c", 0.2)]
    lines = "".join(json.dumps(pair) + "\n" for pair in noted)
    assert run_tests.slowest_of(lines) == [(3.0, "b"), (1.5, "a")]


def repository(folder: Path, installed: dict[str, object]) -> Path:
    """One with a lock of two npm packages, of which these are installed."""
    (folder / "node_modules").mkdir()
    (folder / "package-lock.json").write_text(json.dumps({"packages": LOCKED}))
    (folder / "node_modules" / ".package-lock.json").write_text(json.dumps({"packages": installed}))
    return folder


def test_a_package_that_is_missing_or_old_is_noticed(tmp_path: Path) -> None:
    root = repository(tmp_path, LOCKED)
    assert not run_tests.lacks_npm_packages(root)
    old = {**LOCKED, "node_modules/b": {"version": "1"}}
    (root / "node_modules" / ".package-lock.json").write_text(json.dumps({"packages": old}))
    assert run_tests.lacks_npm_packages(root)


@needs_shell
@pytest.mark.parametrize(
    ("programs", "installed", "started"),
    [(["node", "npm"], {}, ["ci"]), (["node", "npm"], LOCKED, []), (["npm"], {}, [])],
)
def test_packages_come_by_themselves_where_node_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    programs: list[str],
    installed: dict[str, object],
    started: list[str],
) -> None:
    root = repository(tmp_path, installed)
    for name in programs:
        put(tmp_path / "bin", name, f'echo "$1" >> "{tmp_path}/started"')
    monkeypatch.setenv("PATH", environment(tmp_path / "bin")["PATH"])
    run_tests.get_npm_packages(root)
    noted = tmp_path / "started"
    assert (noted.read_text().split() if noted.exists() else []) == started


@needs_shell
@pytest.mark.parametrize(("status", "said"), [(0, ""), (101, "cargo fetch failed; tests that")])
def test_crates_come_by_themselves(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    status: int,
    said: str,
) -> None:
    put(tmp_path / "bin", "cargo", f'echo "$PWD $*" >> "{tmp_path}/started"; exit {status}')
    monkeypatch.setenv("PATH", environment(tmp_path / "bin")["PATH"])
    run_tests.get_crates(tmp_path)
    assert (tmp_path / "started").read_text() == f"{tmp_path} fetch --locked --quiet\n"
    assert capfd.readouterr().out.startswith(said)


def test_nothing_is_asked_of_a_cargo_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    run_tests.get_crates(tmp_path)
    assert capfd.readouterr().out == ""


def test_bytecode_is_shared_in_a_folder_of_the_run_if_none_may_be_written(tmp_path: Path) -> None:
    given = {"A": "b", "PYTHONDONTWRITEBYTECODE": "1"}
    with run_tests.shared_bytecode(tmp_path, given) as seen:
        [folder] = tmp_path.iterdir()
        assert seen == {"A": "b", "PYTHONPYCACHEPREFIX": str(folder)}
    assert list(tmp_path.iterdir()) == []


def test_bytecode_lies_beside_the_sources_if_python_may_write_it(tmp_path: Path) -> None:
    with run_tests.shared_bytecode(tmp_path, {"A": "b"}) as seen:
        assert seen == {"A": "b"}
    assert list(tmp_path.iterdir()) == []
