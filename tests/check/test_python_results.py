"""A run of Python tests ends alike whatever the shell sets and the learner's code does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shop import Shop
from workshop.check.results import TestResult
from workshop.check.verdict import Verdict
from workshop.course.catalog import Exercise
from workshop.report.facts import facts
from workshop.report.html import as_html
from workshop.report.json import as_json
from workshop.report.sections import verdict_sections
from workshop.report.text import as_text

pytestmark = pytest.mark.cargo

SCRIPT = """\
import atexit, ctypes, os, subprocess, sys, tempfile

atexit.register(os._exit, 3)
os.chdir("/")
os.environ["PYTEST_ADDOPTS"] = "-k nothing"


def prints():
    print("to stdout")
    print("to stderr", file=sys.stderr)
    os.write(1, b'{"event": "end", "id": "x", "outcome": "passed"}\\n')
    subprocess.run([sys.executable, "-c", "print('from a child')"])
    if os.name == "posix":
        ctypes.CDLL(None).puts(b"from C")
    return 2


def closes():
    os.closerange(1, 256)
    return 2


def replaces():
    sys.stdout.close()
    sys.stdout = sys.stderr = None
    return 2


def leaves():
    os.chdir(tempfile.mkdtemp())
    os.environ.clear()
    return 2


def forks():
    os.fork()
    return 2


def asks():
    return input("How many? ")


def interrupts():
    raise KeyboardInterrupt("stop")


def ends():
    sys.exit("gone")


def exits():
    os._exit(0)
"""
ONE = "import script\n\n\ndef test_it():\n    script.{}()\n"
TESTS = """\
import pytest
import script


def test_prints():
    assert script.prints() == 1


def test_after():
    print("mine alone")
    assert script.replaces() == 1


@pytest.mark.parametrize("name", ["closes", "replaces", "leaves", "a::b"])
def test_many(name):
    assert name == "a::b" or getattr(script, name)() == 1


@pytest.mark.skipif(not hasattr(script.os, "fork"), reason="only POSIX systems fork")
def test_forks():
    assert script.forks() == 1


def test_asks():
    assert script.asks() == 1


def test_ends():
    assert script.ends() == 1


@pytest.mark.skip(reason="only in winter")
def test_winter():
    assert script.exits()


@pytest.mark.xfail
def test_known_problem():
    assert script.prints() == 1


class TestInside:
    def test_inside(self):
        pass
"""


def written(exercise: Exercise, tests: str) -> Exercise:
    exercise.tests[0].write_text(tests)
    return exercise


def by_name(verdict: Verdict) -> dict[str, TestResult]:
    return {test.name: test for test in verdict.tests}


def told(test: TestResult) -> dict[str, str]:
    return {fact.label: fact.text for fact in facts(test)}


def text(shop: Shop, verdict: Verdict) -> str:
    return as_text(verdict_sections(verdict, shop.root, picture=False), color=False)


def test_what_a_script_does_to_its_process_changes_no_result(shop: Shop) -> None:
    verdict = shop.check(written(shop.script("wild", SCRIPT), TESTS))
    found = by_name(verdict)
    assert verdict.outcome == "tests", text(shop, verdict)
    passed = {"test_many[a::b]", "test_inside"}
    skipped = {"test_winter", "test_known_problem"}
    skipped |= set() if hasattr(os, "fork") else {"test_forks"}
    outcomes = {name: test.outcome for name, test in found.items()}
    assert verdict.collected == len(found)
    assert {name for name, outcome in outcomes.items() if outcome == "passed"} == passed
    assert {name for name, outcome in outcomes.items() if outcome == "skipped"} == skipped
    assert found["test_winter"].message == "only in winter"
    assert told(found["test_prints"])["returned"] == "2"
    assert told(found["test_many[closes]"])["returned"] == "2"
    assert told(found["test_asks"])["raised"].startswith("EOFError")
    assert told(found["test_ends"])["raised"] == "SystemExit: gone"


def test_what_a_test_printed_is_its_own(shop: Shop) -> None:
    found = by_name(shop.check(written(shop.script("prints", SCRIPT), TESTS)))
    printed = found["test_prints"].printed
    for line in ("to stdout", "to stderr", "from a child"):
        assert f"{line}\n" in printed
    assert found["test_after"].printed == "mine alone\n"
    assert found["test_ends"].printed == ""


def test_an_interrupt_is_a_failure_of_its_test(shop: Shop) -> None:
    tests = ONE.format("interrupts") + "\n\ndef test_two():\n    pass\n"
    verdict = shop.check(written(shop.script("interrupts", SCRIPT), tests))
    assert verdict.headline == "1 of 2 tests failed."
    assert told(verdict.failed_tests[0])["raised"] == "KeyboardInterrupt: stop"


def test_an_early_end_is_no_pass(shop: Shop) -> None:
    verdict = shop.check(
        written(
            shop.script("exits", SCRIPT), "import script\n\n\ndef test_it():\n    script.exits()\n"
        )
    )
    assert verdict.outcome == "incomplete"
    assert "exited while test_it was running: 0 of 1 test had finished" in verdict.headline


def test_nothing_but_skipped_tests_is_no_pass(shop: Shop) -> None:
    test = "import pytest\n\n\n@pytest.mark.skip(reason='no NumPy')\ndef test_it():\n    pass\n"
    exercise = written(shop.script("skips", SCRIPT), test)
    assert shop.check(exercise).headline == "Nothing was tested: all tests were skipped (no NumPy)."
    written(exercise, f"{test}\n\ndef test_two():\n    pass\n")
    assert shop.check(exercise).headline == "Passed: 2 tests, 1 of them skipped (no NumPy)."


SHELL = {
    "PYTEST_ADDOPTS": "-k nothing --maxfail=1 -p no:python",
    "PYTEST_PLUGINS": "no_such_plugin",
    "PYTHONBREAKPOINT": "no.such.thing",
    "PYTHONDEVMODE": "1",
    "PYTHONHASHSEED": "4242",
    "PYTHONINSPECT": "1",
    "PYTHONIOENCODING": "ascii",
    "PYTHONOPTIMIZE": "2",
    "PYTHONSTARTUP": "/no/such/file",
    "PYTHONVERBOSE": "1",
    "PYTHONWARNINGS": "error",
    "LC_ALL": "tr_TR.ISO-8859-9",
    "RAYON_NUM_THREADS": "1",
    "TMPDIR": "/no/such/folder",
}


def test_the_shell_does_not_reach_a_run(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variables that change what Python and pytest do, and their files near the tests."""
    for name, value in SHELL.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "script.py").write_text("def act():\n    return 1\n")
    source = "import os, tempfile\n\n\ndef act():\n    assert False, sorted(os.environ)\n"
    exercise = shop.script("shell", source)
    for folder in (exercise.folder / "tests", exercise.folder, shop.work.ensure_copy(exercise)):
        (folder / "conftest.py").write_text("raise SystemExit(0)\n")
        (folder / "pytest.ini").write_text("[pytest]\naddopts = -k nothing\n")
    verdict = shop.check(exercise)
    assert verdict.headline == "1 of 2 tests failed.", text(shop, verdict)
    reached = verdict.failed_tests[0].message or ""
    own = {"PYTHONHASHSEED", "PYTHONIOENCODING"}
    for name in SHELL.keys() - own - {"TMPDIR"}:
        assert name not in reached, name
    shop.write(
        exercise, source.replace("False, sorted(os.environ)", "not os.listdir()") + "    return 1\n"
    )
    assert shop.check(exercise).passed


RUST_PRINTS = """
println!("lent {} readings", 3);
eprintln!("<b>to stderr</b>");
let x = dbg!(1 + 1);
print!("no end");
unsafe extern "C" { fn puts(text: *const std::ffi::c_char) -> i32; }
unsafe { puts(c"from C".as_ptr()) };
Ok(x)
"""


def test_what_rust_printed_is_shown_below_the_failing_test(shop: Shop) -> None:
    verdict = shop.check(shop.extension("rustprints", RUST_PRINTS))
    shown = text(shop, verdict)
    printed = told(verdict.failed_tests[0])["printed"]
    assert printed.startswith("lent 3 readings\n")
    assert "<b>to stderr</b>\n[probe/rustprints/src/lib.rs:" in printed
    assert "] 1 + 1 = 2" in printed
    assert "from C" in printed
    assert "printed    lent 3 readings" in shown
    sections = verdict_sections(verdict, shop.root, picture=False)
    assert "&lt;b&gt;to stderr&lt;/b&gt;" in as_html(sections)
    assert '"label": "printed"' in str(as_json(verdict, sections)).replace("'", '"')


def test_long_output_is_cut_in_the_middle(shop: Shop) -> None:
    source = "def act():\n    for n in range(2_000):\n        print('line', n)\n    return 2\n"
    exercise = shop.script("long", source)
    printed = told(shop.check(exercise).failed_tests[0])["printed"]
    assert printed.startswith("line 0\nline 1\n")
    assert printed.endswith("line 1999")
    assert len(printed.splitlines()) < 40
    assert "lines left out" in printed
    shop.write(
        shop.catalog.exercise("probe-long"), "def act():\n    print('x' * 10**6)\n    return 2\n"
    )
    printed = told(shop.check(shop.catalog.exercise("probe-long")).failed_tests[0])["printed"]
    assert len(printed) < 3_000


def test_an_exception_is_shown_with_its_notes(shop: Shop) -> None:
    """PyO3 names the argument in one."""
    more = "#[pyfunction]\n    fn other(celsius: i64) -> i64 {\n        celsius\n    }"
    exercise = shop.extension("notes", "Ok(1)", more=more, test="probe.other(0.5)")
    test = shop.check(exercise).failed_tests[0]
    [raised] = [fact.text for fact in facts(test) if fact.label == "raised"]
    assert raised.startswith("TypeError: ")
    assert raised.endswith("\nwhile processing 'celsius'")


def test_a_name_that_the_module_lacks_is_said_in_a_sentence(shop: Shop) -> None:
    exercise = shop.extension("lacks", "Ok(1)")
    test = exercise.tests[0]
    test.write_text(test.read_text().replace("import probe\n", "from probe import other\n"))
    assert shop.check(exercise).headline == (
        "The module `probe` has no `other`, which the tests import. Python sees a function with "
        "`#[pyfunction]` above it, and a class with `#[pyclass]`, under the name that the starter "
        "has."
    )
