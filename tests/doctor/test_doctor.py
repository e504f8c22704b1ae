from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import pytest

from clones import make_clone
from faketools import environment, needs_shell, put, put_rust
from workshop.base.run_command import run_command
from workshop.bootstrap.environment import SHELL_CONDA, SHELL_VENV, Installation, own_environment
from workshop.doctor import extension_build, programs, report, system
from workshop.doctor.finding import Finding, Level, Machine, fail, ok, warn
from workshop.prefetch import jobs

ROOT = Path(__file__).resolve().parents[2]


def machine(root: Path, **variables: str) -> Machine:
    return Machine(
        Installation(root), {**own_environment(Installation(root), os.environ), **variables}
    )


@pytest.fixture
def bare(tmp_path: Path) -> Machine:
    """A machine that has a shell, and for a root the repository's manifests alone."""
    make_clone(tmp_path, "Cargo.toml", "requirements.txt")
    return Machine(Installation(tmp_path), environment(tmp_path))


def test_this_python_is_fine(bare: Machine) -> None:
    finding = programs.python(bare)
    assert finding.level is Level.OK
    assert platform.python_version() in finding.found


def test_another_python_is_not(bare: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "NEWEST", (3, 10))
    finding = programs.python(bare)
    assert finding.level is Level.FAIL
    assert "Install Python" in finding.todo


def test_an_active_conda_or_venv_is_told_with_its_name(tmp_path: Path) -> None:
    for name, command in ((SHELL_CONDA, "conda deactivate"), (SHELL_VENV, "deactivate")):
        finding = programs.other_environments(
            Machine(Installation(tmp_path), {name: "/some/where"})
        )
        assert finding.level is Level.WARN
        assert "/some/where" in finding.found
        assert command in finding.todo
    assert programs.other_environments(Machine(Installation(tmp_path), {})).level is Level.OK


@needs_shell
def test_missing_rust_is_a_failure_with_a_way_out(bare: Machine) -> None:
    finding = programs.compiler(bare)
    assert finding.level is Level.FAIL
    assert "rustc" in finding.found
    assert "rustup" in finding.todo
    assert programs.linker(bare).level is Level.FAIL
    assert programs.architecture(bare).level is Level.WARN


@needs_shell
def test_a_missing_linker_is_a_failure_with_a_way_out(bare: Machine, tmp_path: Path) -> None:
    put_rust(tmp_path, link="echo 'linker cc not found' >&2; exit 1")
    assert programs.compiler(bare).level is Level.OK
    finding = programs.linker(bare)
    assert finding.level is Level.FAIL
    assert "build-essential" in finding.todo


@needs_shell
def test_rust_for_another_processor_is_a_failure(
    bare: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_rust(tmp_path)  # it says x86_64
    for own, level in (("AMD64", Level.OK), ("x86_64", Level.OK), ("arm64", Level.FAIL)):
        monkeypatch.setattr(platform, "machine", lambda own=own: own)
        assert programs.architecture(bare).level is level


@needs_shell
def test_rust_analyzer_is_worth_a_warning_only(bare: Machine, tmp_path: Path) -> None:
    assert programs.analyzer(bare).found == "not installed"
    put(tmp_path, "rust-analyzer", "echo unknown binary >&2; exit 1")
    assert programs.analyzer(bare).found == "does not start"
    assert programs.analyzer(bare).level is Level.WARN
    put(tmp_path, "rust-analyzer", "echo rust-analyzer 1.95.0")
    assert programs.analyzer(bare).level is Level.OK


def test_programs_of_the_environment_must_start(bare: Machine) -> None:
    for check in (programs.maturin, programs.uv, programs.packages):
        assert check(bare).level is Level.FAIL
    assert programs.uv(bare).found == "not installed yet"
    assert "setup continues" in programs.uv(bare).todo
    if os.name != "nt":
        put(bare.installation.bin, "uv", "exit 1")
        assert programs.uv(bare).found == "it does not start"
        put(bare.installation.bin, "uv", "echo uv 0.13.9")
        assert programs.uv(bare).found == "uv 0.13.9"


def test_packages_that_differ_from_the_lock_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Machine(Installation(Path(sys.prefix).parent), {})
    monkeypatch.setattr(Installation, "venv", Path(sys.prefix))
    assert programs.packages(here).level is Level.OK
    lock = "pytest==0.1 \\\n    --hash\nelsewhere==1 ; sys_platform == 'none'\nnever-heard==1\n"
    (tmp_path / "requirements.txt").write_text(lock, encoding="utf-8")
    finding = programs.packages(Machine(Installation(tmp_path), {}))
    assert finding.level is Level.WARN
    assert f"pytest {pytest.__version__}, never-heard missing" in finding.found
    assert "elsewhere" not in finding.found


def test_a_python_that_can_make_no_environment_is_a_failure(
    bare: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "find_spec", lambda _name: None)
    finding = programs.python(bare)
    assert finding.level is Level.FAIL
    assert "ensurepip" in finding.found
    assert "apt install python3" in finding.todo


def test_a_folder_that_cannot_be_read_stops_no_other_check(
    bare: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    def disk_events(_machine: Machine) -> Finding:
        raise PermissionError(13, "Permission denied", "some/file")

    finding = report._print_finding(disk_events, bare)
    assert (finding.level, finding.name) == (Level.FAIL, "disk events")
    assert "some/file: Permission denied" in finding.found
    assert "FAIL  disk events" in capsys.readouterr().out


def test_a_disk_without_room_is_a_failure(bare: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert system.disk(bare).level is Level.OK
    monkeypatch.setattr(system, "SPACE", 10**18)
    finding = system.disk(bare)
    assert finding.level is Level.FAIL
    assert "GB are free" in finding.found


def test_little_memory_is_worth_a_warning(bare: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = {None: Level.OK, 16 * 10**9: Level.OK, 10**9: Level.WARN}
    for size, level in sizes.items():
        monkeypatch.setattr(system, "_memory", lambda size=size: size)
        assert system.memory(bare).level is level


LIMITS = {
    "": None,
    "0::/\n": None,
    "0::/pod/a\n": 2_000_000_000,
    "0::/pod/a/b\n": 1_000_000_000,
    "0::/elsewhere/in/the/host\n": None,
    "4:memory:/pod\n3:cpuset:/pod\n0::/\n": 1_500_000_000,
    "4:memory:/pod/inner\n": 1_500_000_000,
    "3:cpuset:/pod\n": None,
}


@pytest.mark.parametrize("groups", LIMITS)
def test_the_limit_of_a_session_counts_and_not_the_memory_of_its_host(
    tmp_path: Path, groups: str
) -> None:
    mounted = tmp_path / "cgroup"
    for name, text in {
        "pod/memory.max": "max\n",
        "pod/a/memory.max": "2000000000\n",
        "pod/a/b/memory.max": "1000000000\n",
        "memory/memory.limit_in_bytes": f"{2**63 - 4096}\n",
        "memory/pod/memory.limit_in_bytes": "1500000000\n",
        "memory/pod/inner/memory.limit_in_bytes": f"{2**63 - 4096}\n",
        "cpuset/pod/memory.limit_in_bytes": "7\n",
    }.items():
        (mounted / name).parent.mkdir(parents=True, exist_ok=True)
        (mounted / name).write_text(text)
    (tmp_path / "groups").write_text(groups)
    assert system.memory_limit(tmp_path / "groups", mounted) == LIMITS[groups]
    (mounted / "memory.max").write_text("500000000")  # the root of a container's own
    if "0::" in groups:
        assert system.memory_limit(tmp_path / "groups", mounted) == 500_000_000
    assert system.memory_limit(tmp_path / "none", mounted) is None


def test_a_session_with_a_limit_says_so(bare: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "_memory", lambda: 64 * 10**9)
    monkeypatch.setattr(system, "memory_limit", lambda: 10**9)
    finding = system.memory(bare)
    assert (finding.level, finding.found) == (Level.WARN, "1.0 GB, the limit of this session")
    monkeypatch.setattr(system, "memory_limit", lambda: 2**63 - 4096)
    assert system.memory(bare).found == "64.0 GB"


def test_memory_is_known_here() -> None:
    found = system._memory()
    assert found
    assert found > 10**8


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="only where a folder can be closed to this user"
)
def test_a_folder_that_cannot_be_written_is_a_failure(bare: Machine) -> None:
    (bare.root / "work").mkdir(mode=0o500)
    finding = system.permission(bare)
    assert finding.level is Level.FAIL
    assert str(bare.root / "work") in finding.found


def test_folders_that_can_be_written_are_fine(bare: Machine) -> None:
    assert system.permission(bare).level is Level.OK
    assert not system._can_write(bare.root / "nowhere")


def test_proxies_are_named_without_their_passwords(tmp_path: Path) -> None:
    finding = system.network_settings(
        Machine(Installation(tmp_path), {"HTTPS_PROXY": "http://me:secret@proxy:1"})
    )
    assert finding.level is Level.OK
    assert "HTTPS_PROXY" in finding.found
    assert "secret" not in str(finding)


def test_certificates_that_do_not_exist_are_a_failure(tmp_path: Path) -> None:
    variables = {"SSL_CERT_FILE": str(tmp_path / "gone.pem"), "PIP_CERT": str(tmp_path)}
    finding = system.network_settings(Machine(Installation(tmp_path), variables))
    assert finding.level is Level.FAIL
    assert "gone.pem" in finding.found
    assert "PIP_CERT" not in finding.found


def test_a_windows_disk_in_wsl_is_told(
    bare: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = tmp_path / "version"
    version.write_text("Linux version 5.15 (Microsoft@Microsoft.com)", encoding="utf-8")
    monkeypatch.setattr(system, "_VERSION", version)
    assert system.wsl(bare).level is Level.OK
    there = Machine(Installation(Path("/mnt/c/Users/me/workshop")), {})
    assert system.wsl(there).level is Level.WARN
    version.write_text("Linux version 6.1 (Debian)", encoding="utf-8")
    assert system.wsl(there).found == "not used"


def test_long_paths_matter_on_windows_only(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = Machine(Installation(Path("/" + "folder/" * 30)), {})
    monkeypatch.setattr(sys, "platform", "linux")
    assert system.long_paths(deep).level is Level.OK
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(system, "_long_paths_allowed", lambda: False)
    assert system.long_paths(deep).level is Level.WARN
    monkeypatch.setattr(system, "_long_paths_allowed", lambda: True)
    assert system.long_paths(deep).level is Level.OK


def test_settings_that_win_over_ours_are_named(tmp_path: Path) -> None:
    home = tmp_path / "cargo"
    home.mkdir()
    fine = {"CARGO_HOME": str(home)}
    assert system.cargo_settings(Machine(Installation(tmp_path), fine)).level is Level.OK
    (home / "config.toml").write_text("[build]\ntarget-dir = 'x'\njobs = 1\n", encoding="utf-8")
    variables = {**fine, "RUSTFLAGS": "-C target-cpu=native", "CARGO_TARGET_DIR": "/t"}
    finding = system.cargo_settings(Machine(Installation(tmp_path), variables))
    assert finding.level is Level.WARN
    for part in ("RUSTFLAGS=-C target-cpu=native", "CARGO_TARGET_DIR=/t", "build.target-dir"):
        assert part in finding.found
    assert "jobs" not in finding.found


@pytest.mark.parametrize("variable", ["RUSTC_WRAPPER", "CARGO_BUILD_RUSTC_WRAPPER", ""])
def test_a_compiler_wrapper_that_names_nothing_is_named(tmp_path: Path, variable: str) -> None:
    home = tmp_path / "cargo"
    home.mkdir()
    values = {"CARGO_HOME": str(home), "PATH": os.environ["PATH"]}
    assert system.compiler_programs(Machine(Installation(tmp_path), values)).level is Level.OK
    if variable:
        values[variable] = "no-such-program"
    else:
        text = '[build]\nrustc-wrapper = "no-such-program"\n'
        (home / "config.toml").write_text(text, encoding="utf-8")
    finding = system.compiler_programs(Machine(Installation(tmp_path), values))
    assert finding.level is Level.FAIL
    assert (variable or "build.rustc-wrapper") in finding.found
    assert "no-such-program" in finding.found


def test_what_still_needs_the_network_is_told(bare: Machine) -> None:
    finding = system.downloads(bare)
    assert finding.level is Level.WARN
    assert "workshop lab" in finding.todo
    done = [f'{{"name": "{job.name}", "title": "", "state": "done"}}' for job in jobs.JOBS]
    file = bare.root / "work" / ".background.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f'{{"jobs": [{", ".join(done)}]}}', encoding="utf-8")
    assert system.downloads(bare).level is Level.OK


def test_the_probe_is_not_tried_without_an_environment(bare: Machine) -> None:
    finding = extension_build.build_extension(bare)
    assert finding.level is Level.FAIL
    assert "not tried" in finding.found


def test_the_last_line_says_ready_or_what_is_missing() -> None:
    fine, low, bad = (
        ok("disk", "1 GB"),
        warn("memory", "1 GB", "wait"),
        fail("Rust", "no", "get it"),
    )
    assert report.summary([fine]) == "You are ready."
    assert report.summary([fine, low]) == "You are ready. Worth a look: memory."
    assert report.summary([fine, low, bad]).startswith("Not ready yet: Rust.")
    assert str(bad) == "FAIL  Rust: no\n      get it"


def test_doctor_goes_on_where_set_up_cannot(
    bare: Machine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in bare.environment.items():
        monkeypatch.setenv(name, value)
    assert report.run(bare.root) == 3
    said = capsys.readouterr().out
    assert said.count("\n") > len(report.CHECKS)
    assert "Not ready yet" in said.splitlines()[-1]


@pytest.mark.slow
def test_this_machine_is_ready(capsys: pytest.CaptureFixture[str]) -> None:
    if Path(sys.prefix) != Installation(ROOT).venv:
        pytest.skip("only in the environment that ./workshop makes")
    status = report.run(ROOT)
    said = capsys.readouterr().out
    assert status == 0, said
    assert "ok  a module in Rust: built, imported and called" in said
    assert said.splitlines()[-1].startswith("You are ready.")


@pytest.mark.parametrize("module", ["workshop.doctor.report", "workshop.cli"])
def test_what_the_launcher_starts_needs_no_package(module: str) -> None:
    """Doctor and the command line are there before `.venv` is."""
    program = f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}); import {module}"
    ended = run_command([sys.executable, "-I", "-S", "-c", program])
    assert ended.returncode == 0, ended.stderr
