"""`workshop permissions FILE`: which file is meant, what is printed, and the status."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.terminal import command
from processes import is_alive, wait_for_child
from shop import Shop
from workshop import cli

ROOT = Path(__file__).parents[2]
BORROWED = """\
fn main() {
    let mut run = vec![3.5, 4.0];
    let view = &run;
    println!("{}", view.len());
    run.push(4.5);
    let count = 2;
    println!("{count}");
}
"""
TWO = BORROWED + "\nfn other() {\n    let name = String::new();\n    drop(name);\n}\n"
MOVED = BORROWED.replace("run.push(4.5)", "drop(run);\n    run.len()")
WRONG_TYPE = BORROWED.replace("let count = 2", "let count: u8 = true")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(shop: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in the shop, in a wide terminal: its status, what it said on each stream."""
    monkeypatch.setenv("COLUMNS", "120")

    def run_command(*words: str | Path) -> tuple[int, str, str]:
        status = cli.main(["permissions", *map(str, words)], shop.root)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run_command


@pytest.fixture
def rust_file(shop: Shop) -> Callable[[str | bytes], Path]:
    """Write a learner's file."""

    def write(text: str | bytes) -> Path:
        file = shop.work.folder / "mine" / "tried.rs"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write


Write = Callable[[str | bytes], Path]


def test_each_line_says_what_changes_and_why(run: Run, rust_file: Write) -> None:
    file = rust_file(BORROWED)
    status, said, complaint = run(file)
    assert (status, complaint) == (0, "")
    rows = said.splitlines()
    assert rows[0] == f"Permissions in {file}"
    [borrowed] = [row for row in rows if "let view = &run;" in row]
    [back] = [row for row in rows if "view.len()" in row]
    assert "R··" in borrowed
    assert "`view`" in borrowed.partition("│")[2]
    assert "RWO" in back
    assert "Left out, because no permission changes: `count`." in rows
    assert rows[-1].startswith("With `--all`")


def test_all_shows_every_variable(run: Run, rust_file: Write) -> None:
    status, said, _ = run(rust_file(BORROWED), "--all")
    assert status == 0
    assert "Left out" not in said
    assert "count" in said.splitlines()[1]
    [last] = [row for row in said.splitlines() if 'println!("{count}")' in row]
    assert last.endswith("rwo   ···    r·o")


def test_a_file_may_be_named_from_here_or_below_work(
    run: Run, rust_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = rust_file(BORROWED)
    assert run("mine/tried.rs")[1].startswith("Permissions in mine/tried.rs\n")
    monkeypatch.chdir(file.parent)
    assert run("tried.rs")[1].startswith("Permissions in tried.rs\n")


def test_one_function_is_shown_alone(run: Run, rust_file: Write) -> None:
    file = rust_file(TWO)
    status, said, _ = run(file, "--function", "other")
    assert status == 0
    assert said.startswith(f"Permissions in other of {file}\n")
    assert " 11 │     let name" in said
    assert "`name`" in said
    assert "view" not in said


def test_an_unknown_function_is_2_and_those_that_are_there_are_named(
    run: Run, rust_file: Write
) -> None:
    status, said, complaint = run(rust_file(TWO), "--function", "othr")
    assert (status, said) == (2, "")
    assert "'othr'" in complaint
    assert "main" in complaint
    assert "other" in complaint


def test_a_file_with_too_many_questions_needs_a_function(run: Run, rust_file: Write) -> None:
    lets = "".join(f"    let mut v{n} = vec![{n}];\n    v{n}.push(1);\n" for n in range(60))
    file = rust_file(TWO + f"fn many() {{\n{lets}}}\n")
    status, said, complaint = run(file)
    assert (status, said) == (2, "")
    assert "1,500" in complaint
    assert "--function" in complaint
    assert "`main`, `other`, `many`" in complaint
    assert run(file, "--function", "other")[0] == 0


def test_a_borrow_error_stands_above_its_picture(run: Run, rust_file: Write) -> None:
    file = rust_file(MOVED)
    status, said, _ = run(file)
    assert status == 0
    assert f"--> {file}:6:" in said
    assert said.index("error[E0382]") < said.index("Permissions in")
    wrong, _legend = [row for row in said.splitlines() if row.startswith("✕")]
    assert "run.len()" in wrong
    assert ".cells" not in said


def test_wrong_types_are_1_with_the_compilers_message_and_no_table(
    run: Run, rust_file: Write
) -> None:
    file = rust_file(WRONG_TYPE)
    status, said, _ = run(file)
    assert status == 1
    assert "error[E0308]" in said
    assert f"--> {file}:6:" in said
    assert "Permissions in" not in said
    assert said.endswith("Permissions can be shown when all names and types are right.\n")


def test_a_syntax_error_is_the_compilers(run: Run, rust_file: Write) -> None:
    file = rust_file(BORROWED.replace("let count = 2;", "let count = ;"))
    status, said, complaint = run(file)
    assert (status, complaint) == (1, "")
    assert "expected expression, found `;`" in said
    assert f"--> {file}:6:" in said


def test_statements_alone_belong_into_a_function(run: Run, rust_file: Write) -> None:
    status, said, complaint = run(rust_file("let run = vec![3.5];\ndrop(run);\n"))
    assert (status, said) == (2, "")
    assert ".rs:1: this statement is outside of a function." in complaint
    assert "Put the statements of the file into `fn main() { … }`." in complaint


def test_a_brace_too_few_is_the_compilers(run: Run, rust_file: Write) -> None:
    status, said, complaint = run(rust_file(BORROWED.rstrip().removesuffix("}")))
    assert (status, complaint) == (1, "")
    assert "this file contains an unclosed delimiter" in said


def test_what_stands_in_other_files_is_said_to_be_missing(run: Run, rust_file: Write) -> None:
    status, said, _ = run(rust_file("mod other;\n" + BORROWED))
    assert status == 1
    assert "E0583" in said
    assert "was compiled on its own" in said


@pytest.fixture
def bank(shop: Shop) -> Path:
    """A learner's copy of a crate with several files: its `bank.rs`."""
    copy = shop.work.folder / "accounts" / "transfer"
    shutil.copytree(ROOT / "solutions/accounts/transfer", copy)
    file = copy / "src" / "bank.rs"
    body = "    let first = &accounts[from];\n    let balance = first.balance();\n"
    text = file.read_text(encoding="utf-8").replace(
        "    accounts[from]", f"{body}    accounts[from]"
    )
    file.write_text(text.replace("deposit(amount)", "deposit(balance)"), encoding="utf-8")
    return file


def test_a_file_of_a_crate_uses_the_others(run: Run, bank: Path) -> None:
    status, said, complaint = run("accounts/transfer/src/bank.rs")
    assert (status, complaint) == (0, "")
    assert said.startswith("Permissions in accounts/transfer/src/bank.rs\n")
    [borrowed] = [row for row in said.splitlines() if "let first" in row]
    lines = bank.read_text(encoding="utf-8").splitlines()
    assert lines[int(borrowed.split("│")[0]) - 1] in borrowed
    assert "until line 15" in said
    assert "Status" not in said
    assert "Permissions in transfer of" in run(bank, "--function", "transfer")[1]


def test_errors_of_a_crate_are_those_of_its_files(run: Run, bank: Path) -> None:
    text = bank.read_text(encoding="utf-8")
    bank.write_text(text.replace("Ok(())", "first.balance();\n    Ok(())"), encoding="utf-8")
    status, said, _ = run("accounts/transfer/src/bank.rs")
    assert status == 0
    assert "error[E0502]" in said
    assert "--> accounts/transfer/src/bank.rs:16:" in said
    *wrong, _legend = [row for row in said.splitlines() if row.startswith("✕")]
    assert [row.split("│")[0] for row in wrong] == ["✕ 16 ", "✕ 17 "]
    account = bank.with_name("account.rs")
    right = account.read_text(encoding="utf-8")
    account.write_text(right.replace("balance: f64", "balance: u8", 1), encoding="utf-8")
    status, said, _ = run("accounts/transfer/src/bank.rs")
    assert status == 1
    assert "--> accounts/transfer/src/account.rs:16:" in said
    assert said.endswith("Permissions can be shown when all names and types are right.\n")
    account.write_text(right.replace("self.balance += amount;", "self.;"), encoding="utf-8")
    status, said, _ = run("accounts/transfer/src/bank.rs")
    assert status == 1
    assert "--> accounts/transfer/src/account.rs:38:14" in said


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.rs", None, "There is no file 'none.rs', here or below `work/`."),
        ("mine", None, "'mine' is a folder: name a Rust file in it"),
        ("mine/x.py", b"x = 1\n", "'mine/x.py' is not a Rust file: the name of a Rust file ends"),
        ("mine/x.ipynb", b"{}\n", "a notebook, not a Rust file. In a notebook the first line"),
        ("mine/x.rs", b" \n", "'mine/x.rs' is empty: write a function"),
        ("mine/x.rs", b"// caf\xe9\n", "'mine/x.rs' is not UTF-8 text (byte 6): save it as UTF-8."),
        ("probe-one", None, "The file of this exercise is work/probe/one/src/lib.rs, which"),
        ("work/probe/one", None, None),
    ],
)
def test_a_file_that_is_none_is_2(
    shop: Shop, run: Run, name: str, content: bytes | None, said: str | None
) -> None:
    (shop.work.folder / "mine").mkdir(parents=True, exist_ok=True)
    shop.rust("one", "", "")
    if content is not None:
        (shop.work.folder / name).write_bytes(content)
    status, printed, complaint = run(name)
    assert (status, printed) == (2, "")
    assert (said or "There is no file") in complaint


def test_a_folder_names_a_file_in_it(shop: Shop, run: Run) -> None:
    shop.work.ensure_copy(shop.rust("one", "", ""))
    assert "such as" in (complaint := run("probe/one")[2])
    assert complaint.endswith("work/probe/one/src/lib.rs.\n")


def test_nothing_to_ask_is_said(run: Run, rust_file: Write) -> None:
    status, said, complaint = run(rust_file("// Nothing but a comment.\n"))
    assert (status, said) == (2, "")
    assert complaint.startswith("workshop: ")


def test_nothing_is_left_behind(shop: Shop, run: Run, rust_file: Write) -> None:
    run(rust_file(BORROWED))
    run(rust_file(WRONG_TYPE))
    assert not list((shop.work.folder / ".cells").iterdir())


def test_a_crate_of_the_workshop_is_found_and_its_macros_do_not_run(
    run: Run, rust_file: Write
) -> None:
    code = (
        "use pyo3::prelude::*;\n\n#[pyfunction]\nfn total(values: Vec<f64>) -> PyResult<f64> {\n"
        "    let kept = values;\n    let sum = kept.iter().sum();\n    Ok(sum)\n}\n"
    )
    status, said, _ = run(rust_file(code))
    assert status == 0
    assert "moved to `kept`" in said


@pytest.mark.skipif(os.name != "posix", reason="Windows sends Ctrl-C in another way")
def test_ctrl_c_ends_the_compiler_and_leaves_nothing(shop: Shop, rust_file: Write) -> None:
    deep = "const N: u64 = { let mut n = 0u64; loop { n += 1; if n == u64::MAX { break n } } };\n"
    file = rust_file("#![allow(long_running_const_eval)]\n" + deep + BORROWED)
    words = command(shop.root, "permissions", str(file))
    asking = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    started = wait_for_child(asking.pid, "--emit=metadata")
    asking.send_signal(signal.SIGINT)
    said, complaint = asking.communicate(timeout=60)
    assert asking.returncode == 130
    assert (said, complaint) == ("", "\nStopped.\n")
    assert not any(map(is_alive, started))
    assert not list((shop.work.folder / ".cells").iterdir())
