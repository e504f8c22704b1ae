"""Of a compiler's message nothing is shown that points into code which a learner can't change."""

from __future__ import annotations

import pytest

from workshop.base.ansi import plain
from workshop.rust.folding import fold, unfolded

CAPTURED = """\
error[E0277]: `*mut pyo3::Python<'static>` cannot be shared between threads safely
   --> work/probe/np/src/lib.rs:9:19
    |
  9 |         py.detach(|| x.as_slice())
    |            ------ ^^^^^^^^^^^^^^^ cannot be shared between threads safely
    |
    = help: within `PyReadonlyArray<'_, f64>`, the trait `Sync` is not implemented
note: required because it appears within the type `PhantomData<*mut pyo3::Python<'static>>`
   --> /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/marker.rs:814:11
note: required because it appears within the type `pyo3::marker::NotSend`
   --> /opt/jo/.cargo/registry/src/index-1949cf8c6b5b557f/pyo3-0.30.1/src/marker.rs:362:8
    |
362 | struct NotSend(PhantomData<*mut Python<'static>>);
    |        ^^^^^^^
    = note: required for `&PyReadonlyArray<'_, f64>` to implement `Send`
note: required because it's used within this closure
   --> work/probe/np/src/lib.rs:9:19
    |
  9 |         py.detach(|| x.as_slice())
    |                   ^^
note: required by a bound in `pyo3::Python::<'py>::detach`
   --> /opt/jo/.cargo/registry/src/index-1949cf8c6b5b557f/pyo3-0.30.1/src/marker.rs:564:12
    |
562 |     pub fn detach<T, F>(self, f: F) -> T
    |            ------ required by a bound in this associated function
...
564 |         F: Ungil + FnOnce() -> T,
    |            ^^^^^ required by this bound in `Python::<'py>::detach`
    = note: the full name for the type has been written to '/opt/jo/work/target/long-type-1.txt'
    = note: consider using `--verbose` to print the full type name to the console"""
"""What a NumPy array gets that a closure of `detach` captures, cut in width."""
SHOWN = """\
error[E0277]: `*mut pyo3::Python<'static>` cannot be shared between threads safely
   --> work/probe/np/src/lib.rs:9:19
    |
  9 |         py.detach(|| x.as_slice())
    |            ------ ^^^^^^^^^^^^^^^ cannot be shared between threads safely
    |
    = help: within `PyReadonlyArray<'_, f64>`, the trait `Sync` is not implemented
    = note: required for `&PyReadonlyArray<'_, f64>` to implement `Send`
note: required because it's used within this closure
   --> work/probe/np/src/lib.rs:9:19
    |
  9 |         py.detach(|| x.as_slice())
    |                   ^^
note: required by a bound in `pyo3::Python::<'py>::detach`"""


def test_blocks_of_other_code_go_and_words_that_help_stay() -> None:
    folded = fold(CAPTURED)
    assert folded.text == SHOWN
    assert folded.left_out == len(CAPTURED.splitlines()) - len(SHOWN.splitlines())


MOVED = """\
error[E0277]: `*mut pyo3::Python<'static>` cannot be shared between threads safely
   --> work/probe/np/src/lib.rs:9:19
    |
  9 |         .map(move |index| x.row(index))
    |          --- ^^^^^^^^^^^^^^^^^^^^^^^^^ cannot be shared between threads safely
    |
    = help: within `{closure@work/probe/np/src/lib.rs:9:19: 9:31}`, the trait `Sync` is not there
note: required because it appears within the type `pyo3::Python<'_>`
   --> /opt/jo/.cargo/registry/src/index-1949cf8c6b5b557f/pyo3-0.30.1/src/marker.rs:358:12
    |
358 | pub struct Python<'py>(PhantomData<&'py AttachGuard>, PhantomData<NotSend>);
    |            ^^^^^^
note: required because it appears within the type `PyReadonlyArray<'_, f64>`
   --> /opt/jo/.cargo/registry/src/index-1949cf8c6b5b557f/numpy-0.30.0/src/borrow/mod.rs:197:12
    |
197 | pub struct PyReadonlyArray<'py, T, D>
    |            ^^^^^^^^^^^^^^^
note: required because it's used within this closure
   --> work/probe/np/src/lib.rs:9:19
    |
  9 |         .map(move |index| x.row(index))
    |              ^^^^^^^^^^^^"""
"""The same for a closure that owns it: no note about the learner's code names its type."""


def test_the_type_of_a_captured_value_stays() -> None:
    blue = "\x1b[1m\x1b[94m"
    for message in (
        MOVED,
        MOVED.replace("-->", f"{blue}-->\x1b[0m").replace("note", f"{blue}note"),
    ):
        shown = plain(fold(message).text)
        assert (
            "note: required because it appears within the type `PyReadonlyArray<'_, f64>`\n"
            in shown
        )
        assert "within the type `pyo3::Python<'_>`" not in shown
        assert "numpy-0.30.0" not in shown
        assert fold(message).left_out == 9
    named = MOVED.replace(
        "within `{closure@work/probe/np/src/lib.rs:9:19: 9:31}`",
        "within `PyReadonlyArray<'_, f64>`",
    )
    assert "it appears within" not in fold(named).text


@pytest.mark.parametrize("folder", ["/opt/jo/.cargo", r"C:\Users\Jo Do\.cargo"])
@pytest.mark.parametrize("arrow", ["-->", ":::", "\x1b[94m-->\x1b[0m"])
def test_a_file_of_a_dependency_is_named_from_its_crate_on(folder: str, arrow: str) -> None:
    place = (
        f"{folder}/registry/src/index.example-1949cf8c6b5b557f/rayon-1.12.0/src/iter/mod.rs:595:34"
    )
    place = place.replace("/", "\\") if "\\" in folder else place
    shown = unfolded(f"note: required by a bound in `map`\n   {arrow} {place}\n    |\n")
    assert (
        shown.splitlines()[1].replace("\\", "/")
        == f"   {arrow} rayon-1.12.0/src/iter/mod.rs:595:34"
    )
    assert unfolded(SHOWN) == SHOWN


def test_nothing_is_left_out_of_a_message_about_ones_own_code() -> None:
    assert fold(SHOWN).text == SHOWN
    assert fold(SHOWN).left_out == 0


def test_colors_stay() -> None:
    blue = "\x1b[1m\x1b[94m"
    colored = CAPTURED.replace("-->", f"{blue}-->\x1b[0m").replace("note:", f"{blue}note:\x1b[0m")
    colored = colored.replace("    |", f"{blue}    |\x1b[0m").replace("= ", f"{blue}= \x1b[0m")
    folded = fold(colored)
    assert plain(folded.text) == SHOWN
    assert blue in folded.text


@pytest.mark.parametrize(
    "place",
    [
        "/rustc/59807616e1fa/library/core/src/option.rs",
        "/usr/src/rustc-1.85.1/library/core/src/option.rs",
        r"C:\Users\Jo Do\.rustup\lib\rustlib\src\rust\library\core\src\option.rs",
        "/builddir/rustc/library/alloc/src/vec/mod.rs",
        "/opt/.rustup/toolchains/1.95.0-x86_64/lib/x.rs",
        r"C:\Users\Jo\.cargo\registry\src\index-1\pyo3-0.30.1\src\lib.rs",
        "/opt/jo/.cargo/git/checkouts/pyo3-1/src/lib.rs",
    ],
)
def test_other_code_is_known_whoever_built_the_compiler(place: str) -> None:
    note = f"note: `Option<i32>` defined here\n --> {place}:572:1\n  = note: not covered\n"
    rendered = f"error: no\n --> src/lib.rs:2:11\n{note}help: add a match arm"
    assert fold(rendered).text == rendered.replace(note, "")


def test_a_long_list_of_types_is_cut() -> None:
    types = "".join(f"              type {n}\n" for n in range(8))
    rendered = f"error: no\n    = help: the following other types implement trait `T`:\n{types}"
    folded = fold(f"{rendered}              and 20 others\n    = note: the end")
    assert "type 2" in folded.text
    assert "type 3" not in folded.text
    assert folded.text.endswith("    = note: the end")
    assert folded.left_out == 6


def test_a_list_of_other_impls_in_the_library_goes_with_its_macros() -> None:
    place = "/rustc/598/library/core/src/ops/arith.rs:99:8\n  |\n"
    listing = (
        f"help: the following other types implement trait `Add<Rhs>`\n --> {place}"
        f"  = note: `usize` implements `Add`\n ::: {place}  = note: in this macro invocation\n"
        "  = note: this error originates in the macro `add_impl` (in Nightly builds, run more)"
    )
    rendered = "error: cannot add `{float}` to `usize`\n --> src/lib.rs:1:46"
    assert fold(f"{rendered}\n{listing}").text == rendered
