"""Every kind of exercise is built and run in its own way, and each ending is a clear verdict."""

from __future__ import annotations

import json
import shutil
import sysconfig
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import workshop
from shop import C_FUNCTION, MODULE, Shop
from workshop.check.check import check
from workshop.check.procedures import PROCEDURES
from workshop.check.verdict import Verdict
from workshop.course.catalog import KINDS, Exercise
from workshop.report.sections import verdict_sections
from workshop.report.text import as_text
from workshop.rust.toolchain import build_environment

RUST = "pub fn act() -> i64 {{\n    {}\n}}\n"
SCRIPT = "def act():\n    {}\n"
LOOP = "loop {}"
DEAD = "std::process::abort()"


def module(body: str) -> str:
    return MODULE.format(body=body, more="")


def core(body: str) -> str:
    return module(body).replace("mod probe", "mod _core")


def rust(shop: Shop, stage: str, body: str) -> Exercise:
    return shop.rust(stage, RUST.format(body), "assert_eq!(act(), 1);")


def script(shop: Shop, stage: str, body: str) -> Exercise:
    return shop.script(stage, SCRIPT.format(body))


MAKERS: dict[str, Callable[[Shop, str, str], Exercise]] = {
    "rust": rust,
    "extension": Shop.extension,
    "library": Shop.library,
    "script": script,
    "project": Shop.project,
}
SOURCES: dict[str, Callable[[str], str]] = {
    "rust": RUST.format,
    "extension": module,
    "library": lambda body: C_FUNCTION.format(body=body),
    "script": SCRIPT.format,
    "project": core,
}
BODIES = {
    "rust": {"starter": "0", "passed": "1", "tests": "2", "crash": DEAD, "timeout": LOOP},
    "extension": {
        "starter": "Ok(0)",
        "passed": "Ok(1)",
        "tests": "Ok(2)",
        "crash": DEAD,
        "timeout": LOOP,
    },
    "library": {
        "starter": "0.0",
        "passed": "x / 2.0",
        "tests": "x",
        "crash": f"let _ = x; {DEAD}",
        "timeout": "let _ = x; loop { std::hint::spin_loop() }",
    },
    "script": {
        "starter": "pass",
        "passed": "return 1",
        "tests": "return 2",
        "crash": "import os; os.abort()",
        "timeout": "while True: pass",
    },
}
BODIES["project"] = BODIES["extension"]
NOT_RUST = {"script": "return 1 +", "rust": '"one"', "library": "let _ = x; 1"}
CODES = {"script": "SyntaxError"}


def shown(shop: Shop, verdict: Verdict) -> str:
    return as_text(verdict_sections(verdict, shop.root, picture=False), color=False)


def test_every_kind_has_its_procedure() -> None:
    assert set(PROCEDURES) == set(KINDS) == set(MAKERS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_ending_is_a_verdict(shop: Shop, kind: str) -> None:
    bodies = dict(BODIES[kind])
    exercise = MAKERS[kind](shop, f"every{kind}", bodies.pop("starter"))
    verdict = shop.check(exercise)
    assert verdict.outcome == "tests", shown(shop, verdict)
    for outcome, body in bodies.items():
        shop.write(exercise, SOURCES[kind](body))
        verdict = shop.check(exercise)
        assert verdict.outcome == outcome, shown(shop, verdict)
        if outcome in {"crash", "timeout"}:
            assert "while test_it was running" in verdict.headline
        if outcome == "tests":
            assert verdict.failed_tests[0].returned is not None
            assert verdict.hint is not None
            assert verdict.hint.text == "A hint for the test."
    shop.write(exercise, SOURCES[kind](NOT_RUST.get(kind, 'Ok("one")')))
    verdict = shop.check(exercise)
    assert verdict.outcome == "compile", shown(shop, verdict)
    assert [failure.event for failure in verdict.failures] == [CODES.get(kind, "E0308")]
    assert f"--> work/probe/every{kind}/{exercise.files[0]}:" in shown(shop, verdict)
    assert not list((shop.work.folder / ".runs").iterdir())


@pytest.mark.parametrize("kind", KINDS)
def test_a_solution_passes_from_its_own_folder(shop: Shop, kind: str) -> None:
    """Beside a script: a folder that is no crate must not stop cargo in the course's workspace."""
    shop.solve(script(shop, "aside", "pass"), SCRIPT.format("return 1"))
    exercise = MAKERS[kind](shop, f"solved{kind}", BODIES[kind]["starter"])
    folder = shop.solve(exercise, SOURCES[kind](BODIES[kind]["passed"]))
    for file in exercise.folder.rglob("*"):
        target = folder / file.relative_to(exercise.folder)
        if file.is_file() and file.parent.name != "tests" and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    if kind != "script":  # of two packages with one name, cargo takes neither
        manifest = folder / "Cargo.toml"
        name = f"probe-solved{kind}"
        manifest.write_text(manifest.read_text().replace(f'"{name}"', f'"{name}-solution"'))
    verdict = check(shop.work, exercise, folder)
    assert verdict.passed, shown(shop, verdict)


# Libraries


def test_a_library_is_loaded_by_cffi_too(shop: Shop) -> None:
    test = (
        "import cffi; c = cffi.FFI(); c.cdef('double act(double);'); "
        "assert c.dlopen(os.environ['WORKSHOP_LIBRARY']).act(5.0) == 2.5"
    )
    assert shop.check(shop.library("cffi", "x / 2.0", test)).passed


def test_a_function_that_is_not_exported_fails_its_tests(shop: Shop) -> None:
    exercise = shop.library("hidden", "x / 2.0")
    source = C_FUNCTION.format(body="x / 2.0").replace("#[unsafe(no_mangle)]\n", "")
    shop.write(exercise, source)
    verdict = shop.check(exercise)
    assert not verdict.passed
    assert "act" in shown(shop, verdict)


# Scripts


def test_a_syntax_error_is_shown_with_its_place(shop: Shop) -> None:
    exercise = shop.script("syntax", "def act():\n    return (1\n")
    verdict = shop.check(exercise)
    assert verdict.headline == "Python can't parse script.py, line 2: '(' was never closed."
    text = shown(shop, verdict)
    assert "--> work/probe/syntax/script.py:2:12" in text
    assert "2 |     return (1" in text
    assert "rustc --explain" not in text
    assert "Traceback" not in text


def test_an_error_on_import_names_the_line(shop: Shop) -> None:
    verdict = shop.check(shop.script("imports", "one = 1\nprint(tow)\n"))
    assert verdict.outcome == "broken"
    assert verdict.headline == (
        "Importing script.py raised NameError on line 2: name 'tow' is not defined"
    )


def test_a_missing_script_is_said(shop: Shop) -> None:
    exercise = shop.script("nothing", "")
    shop.write(exercise, "").unlink()
    verdict = shop.check(exercise)
    assert verdict.outcome == "broken"
    assert verdict.headline.startswith("work/probe/nothing/script.py is missing.")


def test_a_script_uses_the_module_of_a_given_crate_and_its_neighbors(shop: Shop) -> None:
    source = "import probe\nimport near\n\n\ndef act():\n    return probe.act() - near.ONE\n"
    exercise = shop.script("given", source, crate="Ok(2)")
    (shop.work.ensure_copy(exercise) / "near.py").write_text("ONE = 1\n")
    verdict = shop.check(exercise)
    assert verdict.passed, shown(shop, verdict)


def test_a_test_finds_the_script_by_its_path(shop: Shop) -> None:
    test = (
        "import os, subprocess, sys; file = os.environ['WORKSHOP_FOLDER'] + '/script.py'; "
        "assert subprocess.check_output([sys.executable, file], text=True) == 'here\\n'"
    )
    exercise = shop.script("path", "print('here')\n", test=test)
    verdict = shop.check(exercise)
    assert verdict.passed, shown(shop, verdict)


def test_two_saves_of_a_script_within_a_second_are_two_contents(shop: Shop) -> None:
    exercise = shop.script("quick", "def act():\n    return 2\n")
    assert shop.check(exercise).outcome == "tests"
    shop.write(exercise, "def act():\n    return 1\n")
    assert shop.check(exercise).passed
    assert not (shop.work.ensure_copy(exercise) / "__pycache__").exists()


# Projects


def test_a_wheel_is_tested_from_an_environment_of_its_own(shop: Shop) -> None:
    test = (
        "import os, sys, importlib.metadata as m, pathlib; "
        "assert probe.act() == 1 and '.runs' in probe.__file__ and '.runs' in sys.prefix; "
        "assert m.version('probe') == '0.1.0'; "
        "assert pathlib.Path(os.environ['WORKSHOP_WHEEL']).suffix == '.whl'"
    )
    verdict = shop.check(shop.project("wheel", "Ok(1)", test=test))
    assert verdict.passed, shown(shop, verdict)


def test_a_wheel_without_the_module_is_no_pass_though_it_is_installed_elsewhere(
    shop: Shop,
) -> None:
    exercise = shop.project("elsewhere", "Ok(1)", test="pass")
    copy = shop.work.ensure_copy(exercise)
    (copy / "python" / "probe").rename(copy / "python" / "other")
    project = copy / "pyproject.toml"
    project.write_text(project.read_text().replace("probe._core", "other._core"))
    verdict = shop.check(exercise)
    assert verdict.outcome == "broken"
    assert verdict.headline.startswith(
        "The package `probe` is not in the wheel. The wheel contains other/__init__.py, other/_core"
    )


def test_a_wheel_never_sees_a_package_under_development(shop: Shop) -> None:
    """`maturin develop` has put its folder on the path of the workshop's environment."""
    last = [sysconfig.get_path("purelib"), str(Path(workshop.__file__).parents[1])]
    test = f"import sys; assert sys.path[-2:] == {last!r} and '.runs' in sys.path[-3], sys.path"
    verdict = shop.check(shop.project("alone", "Ok(1)", test=test))
    assert verdict.passed, shown(shop, verdict)


def test_a_folder_without_init_is_no_package(shop: Shop) -> None:
    exercise = shop.project("noinit", "Ok(1)", test="pass")
    (shop.work.ensure_copy(exercise) / "python" / "probe" / "__init__.py").rename(
        shop.work.path(exercise) / "python" / "probe" / "init.py"
    )
    verdict = shop.check(exercise)
    assert verdict.outcome == "broken"
    assert verdict.headline.startswith(
        "The package `probe` has no `__init__.py`. The wheel contains probe/_core."
    )
    assert verdict.headline.endswith(" probe/init.py.")


def test_a_native_module_with_another_name_is_told_the_right_one(shop: Shop) -> None:
    exercise = shop.project("renamed", "Ok(1)")
    shop.write(exercise, core("Ok(1)").replace("mod _core", "mod probe"))
    verdict = shop.check(exercise)
    assert verdict.outcome == "broken"
    assert verdict.headline.endswith(
        "(PyInit__core). The last word of `module-name` in pyproject.toml is `_core`, and the "
        "`#[pymodule]` in Rust must have the same name."
    )


def test_an_import_that_fails_in_a_wheel_names_the_line(shop: Shop) -> None:
    exercise = shop.project("imports", "Ok(1)")
    init = shop.work.ensure_copy(exercise) / "python" / "probe" / "__init__.py"
    init.write_text("\nfrom probe._cor import act\n")
    verdict = shop.check(exercise)
    assert verdict.outcome == "broken"
    assert verdict.headline.startswith(
        "Importing probe/__init__.py raised ModuleNotFoundError on line 2: No module named "
        "'probe._cor'. The wheel contains probe/__init__.py, probe/_core."
    )
    init.write_text("from probe import act\n")
    headline = shop.check(exercise).headline
    assert headline.startswith("Importing probe/__init__.py raised ImportError on line 1: ")
    assert str(shop.root) not in headline


def test_a_package_that_does_not_export_what_the_tests_import_is_said(shop: Shop) -> None:
    exercise = shop.project("empty", "Ok(1)", test="pass")
    test = exercise.folder / "tests" / "test_it.py"
    test.write_text("from probe import act\n" + test.read_text())
    (shop.work.ensure_copy(exercise) / "python" / "probe" / "__init__.py").write_text("")
    verdict = shop.check(exercise)
    assert verdict.outcome == "broken"
    assert verdict.headline == (
        "The package `probe` has no `act`, which the tests import. Users find in a package what "
        "its `__init__.py` imports from the native module."
    )


def test_python_files_of_a_project_may_have_other_names(shop: Shop) -> None:
    exercise = shop.project("moved", "Ok(1)")
    declared = exercise.folder / "exercise.toml"
    stub = exercise.folder / "python" / "probe" / "_core.pyi"
    stub.write_text("def act() -> int: ...\n")
    text = declared.read_text()
    declared.write_text(text.replace("files = [", 'files = ["python/probe/_core.pyi", '))
    assert declared.read_text() != text
    exercise = shop.catalog.exercise("probe-moved")
    copy = shop.work.ensure_copy(exercise)
    (copy / "python" / "probe" / "_core.pyi").rename(copy / "python" / "probe" / "__init__.pyi")
    verdict = shop.check(exercise)
    assert verdict.passed, shown(shop, verdict)


def test_many_pythons_are_served_without_building_pyo3_twice(shop: Shop) -> None:
    """With abi3 maturin tells PyO3 more than cargo does; a compile error is read all the same."""
    exercise = shop.project("abi3", "Ok(1)", test="assert 'abi3' in os.environ['WORKSHOP_WHEEL']")
    test = exercise.folder / "tests" / "test_it.py"
    test.write_text("import os\n" + test.read_text())
    manifest = shop.work.ensure_copy(exercise) / "Cargo.toml"
    features = 'pyo3 = { workspace = true, features = ["abi3-py311"] }'
    manifest.write_text(manifest.read_text().replace("pyo3.workspace = true", features))
    verdict = shop.check(exercise)
    assert verdict.passed, shown(shop, verdict)
    notes = list[str]()
    shop.write(exercise, core('Ok("one")'))
    assert shop.check(exercise, notes.append).errors[0].code == "E0308"
    shop.write(exercise, core("Ok(1)"))
    assert shop.check(exercise, notes.append).passed
    assert not [note for note in notes if note.startswith("Compiling")]


def test_a_copy_of_a_project_has_no_cache_of_its_tests(shop: Shop) -> None:
    exercise = shop.project("cached", "Ok(1)")
    cache = exercise.folder / "tests" / "__pycache__"
    cache.mkdir()
    (cache / "test_it.cpython-311.pyc").write_bytes(b"")
    copy = shop.work.ensure_copy(exercise)
    assert not (copy / "tests" / "__pycache__").exists()


def test_a_new_version_gets_one_verdict_although_the_lock_file_follows_it(shop: Shop) -> None:
    exercise = shop.project("alone", "Ok(1)", test="assert m.version('probe') == '0.2.0'")
    test = exercise.folder / "tests" / "test_it.py"
    test.write_text("import importlib.metadata as m\n" + test.read_text())
    copy, pyo3 = shop.work.ensure_copy(exercise), "pyo3.workspace = true"
    spoiled(copy, 'version = "0.1.0"', 'dynamic = ["version"]')
    course = tomllib.loads((shop.root / "Cargo.toml").read_text())["workspace"]["dependencies"]
    text = (copy / "Cargo.toml").read_text().replace(pyo3, f"pyo3 = {json.dumps(course['pyo3'])}")
    text = text.replace("version.workspace = true", 'version = "0.1.0"')
    text = text.replace("edition.workspace = true", 'edition = "2024"') + "\n[workspace]\n"
    (copy / "Cargo.toml").write_text(text)
    shutil.copyfile(shop.root / "Cargo.lock", copy / "Cargo.lock")
    assert shop.check(exercise).outcome == "tests"
    (copy / "Cargo.toml").write_text(text.replace('"0.1.0"', '"0.2.0"'))
    notes = list[str]()
    verdict = shop.check(exercise, notes.append)
    assert verdict.passed, shown(shop, verdict)
    assert "0.2.0" in (copy / "Cargo.lock").read_text()
    assert not [note for note in notes if "changed" in note]


def spoiled(copy: Path, old: str, new: str) -> None:
    file = copy / "pyproject.toml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_a_project_without_pyproject_is_said(shop: Shop) -> None:
    exercise = shop.project("nopyproject", "Ok(1)")
    (shop.work.ensure_copy(exercise) / "pyproject.toml").unlink()
    verdict = shop.check(exercise)
    assert verdict.outcome == "broken"
    assert verdict.headline.startswith("work/probe/nopyproject/pyproject.toml is missing.")


def test_settings_of_uv_do_not_reach_the_environment_of_a_check(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = tmp_path / "uv.toml"
    bad.write_text("[global")
    monkeypatch.setenv("UV_CONFIG_FILE", str(bad))
    monkeypatch.setenv("UV_INDEX", "http://127.0.0.1:9/")
    assert shop.check(shop.project("settings", "Ok(1)")).outcome == "passed"


def test_a_wheel_that_is_built_again_is_not_left_behind(shop: Shop) -> None:
    exercise = shop.project("again", "Ok(1)")
    for _ in range(2):
        assert shop.check(exercise).outcome == "passed"
        for record in (shop.work.target / ".contents").iterdir():
            record.unlink()  # as after the check of another exercise with a crate of this name
        assert not list((shop.work.folder / ".runs").iterdir())


def test_a_pyproject_that_is_no_toml_names_the_line(shop: Shop) -> None:
    exercise = shop.project("notoml", "Ok(1)")
    spoiled(shop.work.ensure_copy(exercise), "[project]", "[project")
    headline = shop.check(exercise).headline
    assert headline.startswith("work/probe/notoml/pyproject.toml can't be read:")
    assert "line 5" in headline
    way = "Correct that, or `workshop reset probe-notoml` restores the starter."
    assert headline.endswith(f"column 9): `[project`. {way}")


def test_a_pyproject_with_a_byte_order_mark_is_said(shop: Shop) -> None:
    exercise = shop.project("mark", "Ok(1)")
    file = shop.work.ensure_copy(exercise) / "pyproject.toml"
    file.write_text("\ufeff" + file.read_text())
    headline = shop.check(exercise).headline
    assert headline.startswith("work/probe/mark/pyproject.toml can't be read: pip rejects the byte")


def test_what_maturin_objects_to_is_said_in_its_words(shop: Shop) -> None:
    exercise = shop.project("objects", "Ok(1)")
    spoiled(shop.work.ensure_copy(exercise), 'python-source = "python"', 'python-source = "gone"')
    verdict = shop.check(exercise)
    assert verdict.outcome == "broken"
    assert verdict.headline.startswith("Maturin could not build the wheel:")
    assert "gone" in verdict.headline
    assert str(shop.root) not in verdict.headline


def test_what_cargo_says_of_a_manifest_is_no_secret_of_maturin(shop: Shop) -> None:
    exercise = shop.project("half", "Ok(1)")
    manifest = shop.work.ensure_copy(exercise) / "Cargo.toml"
    text = manifest.read_text()
    manifest.write_text(text.replace("version.workspace = true", 'version = "0.2"'))
    headline = shop.check(exercise).headline
    assert headline.startswith("Maturin could not build the wheel:\nerror: unexpected end of input")
    assert "Cargo.toml:3" in headline


def test_a_wheel_for_another_python_is_not_installed(shop: Shop) -> None:
    exercise = shop.project("future", "Ok(1)")
    spoiled(
        shop.work.ensure_copy(exercise), 'requires-python = ">=3.11"', 'requires-python = ">=3.99"'
    )
    verdict = shop.check(exercise)
    assert verdict.outcome == "broken"
    assert "3.99" in verdict.headline


def test_maturin_never_fetches_a_rust(shop: Shop) -> None:
    """Neither in a build nor in the tests, which may install a package from its source."""
    assert build_environment({"PATH": ""})["MATURIN_NO_INSTALL_RUST"] == "1"
    test = "import os; assert os.environ['MATURIN_NO_INSTALL_RUST'] == '1'"
    script = shop.script("fetch", SCRIPT.format("pass"), test=test)
    for exercise in (script, shop.project("fetches", "Ok(1)", test=test)):
        verdict = shop.check(exercise)
        assert verdict.passed, shown(shop, verdict)
