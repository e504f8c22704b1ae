"""Clippy's advice in the words that learners get."""

from __future__ import annotations

from components import find_component
from shop import Shop
from workshop.report.sections import advice_sections
from workshop.report.text import as_text
from workshop.rust.clippy import advice
from workshop.rust.diagnostics import Diagnostic

RETURN = "pub fn answer() -> i32 {\n    return 42;\n}\n"
EMPTY = "pub fn f{0}(v: &[i32]) -> bool {{\n    return v.len() == 0;\n}}\n"
SHOWN = 2


def test_the_words_are_for_learners(shop: Shop) -> None:
    find_component("cargo-clippy")
    source = RETURN + "".join(EMPTY.format(n) for n in range(3))
    exercise = shop.rust("polished", source, "assert_eq!(answer(), 42);")
    assert shop.check(exercise).passed
    found = advice_sections(advice(shop.work.path(exercise), shop.work.target))
    text = as_text(found, color=False)
    assert text.startswith("Optional polish: your code passes as it is.")
    assert "unneeded `return` statement" in text
    assert "help: remove `return`" in text
    assert "for further information" not in text
    assert "#[warn(" not in text
    assert text.count("-->") == SHOWN
    assert "\n\nAnd:\n  work/probe/polished/src/lib.rs:" in text
    assert "\x1b" not in text
    assert "\x1b[" in as_text(found, color=True)


def test_the_advice_on_unwrap_does_not_praise_expect() -> None:
    note = "   = note: if this value is `None`, it will panic"
    praise = "   = help: consider using `expect()` to provide a better panic message"
    rendered = f"warning: used `unwrap()` on an `Option` value\n{note}\n{praise}\n"
    piece = Diagnostic("warning", "clippy::unwrap_used", "used `unwrap()`", rendered, None, ())
    text = as_text(advice_sections([piece]), color=False)
    assert "it will panic" in text
    assert "expect" not in text


def test_no_advice_is_no_section() -> None:
    assert advice_sections(()) == ()
