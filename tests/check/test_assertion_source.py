"""What a failed line of a test evaluated, cut from the test's source."""

from __future__ import annotations

import pytest

from workshop.check.assertion_source import python_statement, rust_statement

PYTHON = {
    "assert f(a) == 1": ("f(a)", None, {"f", "a"}),
    "assert 1 < f(a)": ("1", None, set[str]()),
    "assert not f(a)": (None, "not f(a)", {"f", "a"}),
    "assert isinstance(a, int)": (None, "isinstance(a, int)", {"isinstance", "a", "int"}),
    "assert a": ("a", None, {"a"}),
    "f(a)": ("f(a)", None, {"f", "a"}),
    "b = f(\n    a,\n)": ("b = f(a)", None, {"b", "f", "a"}),
    "f(\n    '  a ',  # padded\n)": ("f('  a ')", None, {"f"}),
    "f('  a ', 1)": ("f('  a ', 1)", None, {"f"}),
    "with raises(ValueError):\n    f(a)": ("f(a)", None, {"f", "a"}),
}


@pytest.mark.parametrize("source", PYTHON)
def test_python(source: str) -> None:
    found = python_statement(f"def test():\n    {source.replace(chr(10), chr(10) + '    ')}\n", 2)
    assert (found.call, found.must, set(found.names)) == PYTHON[source]


@pytest.mark.parametrize(
    ("manager", "names"),
    [
        ("raises(ValueError, match='x')", "ValueError"),
        ("pytest.raises((OSError, m.Error)) as raised", "OSError or m.Error"),
        ("pytest.raises(match='x')", None),
        ("open(ValueError)", None),
    ],
)
def test_what_a_test_expects_to_be_raised(manager: str, names: str | None) -> None:
    source = f"def test():\n    with {manager}:\n        f(a)\n"
    assert python_statement(source, 3).raises == names


def test_a_line_outside_of_everything_says_nothing() -> None:
    assert python_statement("a = 1\n\n# nothing\n", 3).call is None


RUST = {
    "assert_eq!(f(1, 2), 3);": ("f(1, 2)", None),
    'assert_eq!(f("a, b);"), vec![1], "with {}", 1);': ('f("a, b);")', None),
    "assert_ne!(\n    f(&[1, 2]),\n    3\n);": ("f(&[1, 2])", None),
    "assert!(x > 4);": (None, "x > 4"),
    'assert!((a - b).abs() < 1e-9, "{a}");': (None, "(a - b).abs() < 1e-9"),
    "assert!(matches!(x, Some(')')));": (None, "matches!(x, Some(')'))"),
    "let x = f().unwrap();\nassert!(x);": ("let x = f().unwrap();", None),
    "f()\n}": ("f()", None),
    "assert_eq!(\n    f(\"  a ,1\", ' '),\n    1\n);": ("f(\"  a ,1\", ' ')", None),
    'assert_eq!(f(r#"a  ")"#), 1);': ('f(r#"a  ")"#)', None),
    'assert_eq!(f("a\n  b\\\n  c"), 1);': ('f("a\\n  bc")', None),
    "let f = |x| {\n    x\n};": ("let f = |x| { x };", None),
}


@pytest.mark.parametrize("source", RUST)
def test_rust(source: str) -> None:
    found = rust_statement(f"fn test() {{\n{source}\n}}\n", 2)
    assert (found.call, found.must) == RUST[source]


def test_code_that_ends_in_the_middle_is_shown_as_far_as_it_goes() -> None:
    assert rust_statement("assert_eq!(f(1", 1).call == "assert_eq!(f(1"
