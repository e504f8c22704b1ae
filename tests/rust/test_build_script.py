"""A build script that fails is heard in the words of the compiler that it has started."""

from __future__ import annotations

from textwrap import dedent

import pytest

from shop import Shop
from workshop.rust.build_script import failure

CRATE = "`bridges-c v0.1.0 (work/bridges/c)`"
CARGO = dedent(f"""\
       Compiling bridges-c v0.1.0 (work/bridges/c)
    warning: bridges-c@0.1.0: native/nearest.c:36:9: error: expected expression before ';' token
    warning: bridges-c@0.1.0:    36 | int x = ;
    warning: bridges-c@0.1.0:       |         ^
    error: failed to run custom build command for {CRATE}
    note: To improve backtraces for build dependencies, set the CARGO_PROFILE_DEV_BUILD_OVERRIDE…

    Caused by:
      process didn't exit successfully: `build-script-build` (exit status: 1)
      --- stdout
      cargo:rerun-if-env-changed=CC
      cargo:warning=native/nearest.c:36:9: error: expected expression before ';' token

      --- stderr


      error occurred in cc-rs: command did not execute successfully: "cc" "-O0" "native/nearest.c"
    """)


def test_only_the_compilers_lines_are_left() -> None:
    assert (failure(CARGO) or "").splitlines() == [
        "The build script `build.rs` failed:",
        "native/nearest.c:36:9: error: expected expression before ';' token",
        "   36 | int x = ;",
        "      |         ^",
    ]


def test_a_registrys_crate_and_other_failures_are_left_to_cargo() -> None:
    assert failure(CARGO.replace(" (work/bridges/c)`", "`")) is None
    assert failure("error: no matching package named `ghost` found\n") is None


def test_a_script_that_says_nothing_is_left_to_cargo() -> None:
    assert failure(f"error: failed to run custom build command for {CRATE}\n") is None


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ('println!("cargo::error=no compiler");\n    std::process::exit(1);', ["no compiler"]),
        ('eprintln!("  two\\n    spaces");\n    std::process::exit(1);', ["two", "    spaces"]),
        ('panic!("nothing to compile");', ["build.rs:", "nothing to compile"]),
    ],
)
def test_what_a_script_says_itself_is_shown(script: str, says: list[str], shop: Shop) -> None:
    exercise = shop.rust("script", "pub fn one() -> i32 { 1 }\n", "")
    copy = shop.work.ensure_copy(exercise)
    (copy / "build.rs").write_text(f"fn main() {{\n    {script}\n}}\n")
    verdict = shop.check(exercise)
    first, *lines = verdict.headline.splitlines() + (verdict.output or "").splitlines()
    assert first.startswith("The build script `build.rs` failed")
    assert all(any(word in line for line in lines) for word in says), lines
    assert not any("custom build command" in line for line in lines)
