"""Troubleshooting names messages as the tools say them, and what each command really deletes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pip._internal.exceptions import ExternallyManagedEnvironment

from clones import make_clone
from documents import ROOT, text_of
from kernels import kernel_in
from shop import Shop, teach
from workshop.bootstrap.cargo_config import write_cargo_config
from workshop.learner import copies
from workshop.learner.copies import Replaced
from workshop.learner.project import Project
from workshop.rust.toolchain import build_environment, find_program

PAGE = text_of(ROOT / "book" / "troubleshooting.md")
MESSAGES = re.findall(r"(?m)^(`.*)\n: ", PAGE)
CRATE = '[package]\nname = "own"\nversion = "0.1.0"\nedition = "2024"\n'
ACCOUNT = """
    #[pyclass]
    struct Account { balance: f64 }

    #[pymethods]
    impl Account {
        #[new]
        fn new() -> Self { Self { balance: 1.0 } }

        fn change(&mut self, py: Python<'_>, then: Py<PyAny>) -> PyResult<f64> {
            then.call0(py)?;
            Ok(self.balance)
        }

        fn read(&self) -> f64 { self.balance }
    }
"""
LENGTH = """
%%rust --module probe
use numpy::PyReadonlyArray2;

#[pyfunction]
fn length(array: PyReadonlyArray2<f64>) -> PyResult<usize> {
    Ok(array.as_slice()?.len())
}
""".lstrip()
CALLBACKS = """
    import pytest
    account = probe.Account()
    with pytest.raises(RuntimeError, match="^Already mutably borrowed$"):
        account.change(account.read)
    with pytest.raises(RuntimeError, match="^Already borrowed$"):
        account.change(lambda: account.change(print))
"""


def is_on_the_page(message: str) -> bool:
    return any(message in names for names in MESSAGES)


def said(folder: Path, *command: str) -> str:
    """What a tool says that fails in this folder, outside of every other workspace."""
    environment = {**build_environment(), "VIRTUAL_ENV": sys.prefix}
    words = [find_program(command[0]), *command[1:]]
    done = subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode
    return done.stderr


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with one crate in `work/`, which has been built."""
    names = {"work/Cargo.toml": '[workspace]\nmembers = ["topic/own"]\nresolver = "3"\n'}
    names |= {"work/topic/own/Cargo.toml": CRATE, "work/topic/own/src/lib.rs": "// mine\n"}
    names |= {"work/target/debug/own": "built", ".venv/bin/python": "", "README.md": ""}
    root = make_clone(tmp_path / "clone", ".gitignore", files=names)
    write_cargo_config(root, Path(sys.executable))
    return root


def test_a_folder_that_is_no_crate_is_named_as_maturin_and_cargo_do(clone: Path) -> None:
    in_work = said(clone / "work", "maturin", "develop", "--offline")
    in_topic = said(clone / "work" / "topic", "maturin", "develop", "--offline")
    outside = said(clone, "cargo", "build")
    for message, text in (
        ("maturin failed", in_work),
        ("missing field `package`", in_work),
        ("could not find `Cargo.toml`", outside),
    ):
        assert message in text
        assert is_on_the_page(message)
    assert re.search(r"Can't find .*/Cargo\.toml", in_topic.replace("\\", "/"))
    assert is_on_the_page("Can't find …/Cargo.toml")


@pytest.mark.cargo
def test_an_object_in_use_is_named_as_pyo3_does(shop: Shop) -> None:
    exercise = shop.extension("busy", "Ok(1)", more=ACCOUNT, test=CALLBACKS.strip())
    shop.work.ensure_copy(exercise)
    verdict = shop.check(exercise)
    assert verdict.passed, verdict
    assert is_on_the_page("Already borrowed")
    assert is_on_the_page("Already mutably borrowed")


@pytest.mark.cargo
def test_an_array_that_does_not_fit_is_named_as_numpy_does(tmp_path: Path) -> None:
    messages = {
        "np.ones((2, 2), dtype='float32')": "type mismatch: from=float32, to=float64",
        "np.ones(2)": "dimensionality mismatch: from=1, to=2",
        "[[1.0, 2.0]]": "'list' object is not an instance of 'ndarray'",
        "np.ones((4, 4))[::2]": "The given array is not contiguous",
    }
    with kernel_in(ROOT / "lessons", tmp_path) as kernel:
        kernel.run(LENGTH)
        for argument, message in messages.items():
            ran = kernel.run(f"import numpy as np\nprobe.length({argument})")
            raised = [answer for answer in ran if answer["msg_type"] == "error"]
            assert [answer["ename"] for answer in raised] == ["TypeError"]
            assert message in " ".join(raised[0]["evalue"].split())
            assert is_on_the_page(message)


def test_messages_of_pip_jupyterlab_and_the_system_are_named_as_they_are() -> None:
    assert is_on_the_page(f"error: {ExternallyManagedEnvironment.reference}")
    static = Path(sys.prefix, "share", "jupyter", "lab", "static")
    scripts = b"".join(file.read_bytes() for file in static.glob("*.js"))
    assert b"appears to have died" in scripts
    assert is_on_the_page("appears to have died. It will restart automatically.")
    assert b"Restart Kernel" in scripts
    assert "`Restart Kernel…`" in PAGE
    if os.name == "posix":
        assert is_on_the_page(os.strerror(28))


# What deletes what


def row(command: str) -> list[str]:
    """The cells of the table in the row that begins with a command."""
    found = re.findall(rf"(?m)^\| (.*`{re.escape(command)}`.*) \| (.+) \| (.+) \|$", PAGE)
    assert len(found) == 1
    return list(found[0])


def test_reset_and_catch_up_keep_the_former_version_where_the_page_says(shop: Shop) -> None:
    exercise = shop.rust("deleted", "// starter\n", "")
    shop.solve(exercise, "// solved\n")
    teach(shop, first="probe-deleted", second="")
    project = Project(shop.root)
    acts: dict[str, Callable[[], Replaced]] = {
        "./workshop reset ID": lambda: copies.reset(project, exercise),
        "./workshop catch-up EPISODE": lambda: next(copies.catch_up(project, "second")),
    }
    for command, act in acts.items():
        shop.write(exercise, "// mine\n")
        backup = act().backup
        assert row(command)[2] == "`work/.backups/`"
        assert backup is not None
        assert backup.startswith("work/.backups/")
        assert (shop.root / backup / "src" / "lib.rs").read_text() == "// mine\n"


def test_cargo_clean_deletes_what_was_built_alone(clone: Path) -> None:
    cargo, work = find_program("cargo"), clone / "work"
    subprocess.run([cargo, "clean", "-q"], cwd=work, env=build_environment(), check=True)
    assert not (work / "target" / "debug").exists()
    assert (work / "topic" / "own" / "src" / "lib.rs").read_text() == "// mine\n"
    assert "what was built" in row("cargo clean")[1]


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@pytest.mark.parametrize("command", ["git clean -fd", "git clean -fdx"])
def test_git_clean_deletes_all_work_only_with_x(command: str, clone: Path) -> None:
    deletes = "all your work" in row(command)[1]
    assert deletes == command.endswith("x")
    for words in (["git", "init", "-q"], ["git", "add", "."], command.split()):
        subprocess.run(words, cwd=clone, check=True, capture_output=True)
    assert (clone / "work").exists() is not deletes
    assert (clone / ".venv").exists() is not deletes
    assert (clone / "README.md").exists()
