"""A cell becomes a whole source file, and line numbers stay those of the cell."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from workshop.notebook import cell_source
from workshop.rust import rustc, source_text


def test_statements_are_wrapped_on_the_line_of_the_magic() -> None:
    assert cell_source.as_program("let x = 1;") == "fn main() {\nlet x = 1;\n}\n"


@pytest.mark.parametrize(
    "code",
    [
        "fn main() {}",
        "pub fn main () {}",
        "use std::fmt;\n\nfn main() {\n    println!();\n}",
    ],
)
def test_a_main_of_ones_own_is_kept(code: str) -> None:
    assert cell_source.as_program(code) == f"\n{code}\n"


@pytest.mark.parametrize(
    "code",
    [
        "",
        "fn f() {}",
        "#[derive(Debug)]\nstruct A { x: [u8; 3] }\nimpl A { fn f(&self) {} }",
        "use std::fmt::{self, Debug};\nconst N: [u8; 2] = [1, 2];",
        "/// Says `let`.\npub trait T { fn f(&self); }\nunsafe impl Send for A {}\nstruct A;",
        "macro_rules! m { () => { let x = 1; }; }",
        "mod tests { use super::*; fn f() { let x = 1; } }",
    ],
)
def test_items_get_an_empty_main(code: str) -> None:
    assert cell_source.as_program(code) == f"\n{code}\nfn main() {{}}\n"


@pytest.mark.parametrize(
    "code",
    [
        "// fn main() {}\nlet x = 1;",
        'println!("fn main() {{}}");',
        'let s = r#"fn main() {"#;',
        "let c = '{'; let d = '\\''; let e = '\"';",
        "struct A;\nlet a = A;",
        "unsafe { f() }",
        '/* fn main() { */ let x: &\'static str = "}";',
        'for x in 0..3 { println!("{x}"); }',
    ],
)
def test_what_a_comment_or_a_text_says_does_not_count(code: str) -> None:
    assert cell_source.as_program(code).startswith("fn main() {\n")


def test_blanks_keep_every_line_and_column() -> None:
    code = 'let a = "x\ny"; // z\nlet b = 1; /* \n */ b'
    plain = source_text.without_text(code)
    assert len(plain) == len(code)
    assert plain.count("\n") == code.count("\n")
    assert '"' not in plain
    assert plain.index("let b") == code.index("let b")


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("fn f() -> i32 { 1 }\nmod m { use super::*; pub fn g() -> i32 { f() } }\nm::g()", "1"),
        ("fn f() -> i32 { 2 } // {\n\nlet x = crate::f(); // }\nx", "2"),
        (("let a = 1;\nmod m { pub fn f() -> i32 { super::g() } }\nfn g() -> i32 { 2 }\n"
         "m::f() + a"), "3"),
        ("struct A<const N: i32>;\nfn f() -> A<{ 1 + 1 }> { A }\nlet _ = crate::f();\n4", "4"),
        ("#![allow(unused_mut)]\nfn f() -> i32 { 5 }\nlet mut x = self::f();\nx", "5"),
        ("struct S;\nimpl S { fn main(&self) -> i32 { 6 } }\nS.main()", "6"),
        ("fn main() -> i32 { 7 }\nmain()", "7"),
        ('/* a /* b */ fn main() { " */ let s = 8;\ns', "8"),
        ('let s = r##"fn main() { "# "##;\ns.len()', "15"),
        ("fn g<'a>(x: &'a str) -> &'a str { x }\nlet q = '\"';\n('a', q, g(\"}\")).2", "}"),
        ("const { assert!(1 < 2) };\nconst F: fn() -> i32 = || { 9 };\nF()", "9"),
        ("#[derive(Debug)]\n/// fn main() {}\nstruct P { x: i32 }\nP { x: 1 }.x", "1"),
    ],
)  # fmt: skip
def test_a_cell_means_what_it_would_mean_in_a_file(tmp_path: Path, code: str, printed: str) -> None:
    *lines, last = code.split("\n")
    source = tmp_path / "cell.rs"
    text = cell_source.as_program("\n".join([*lines, f'println!("{{}}", {last});']))
    source.write_text(text, encoding="utf-8")
    built = rustc.compile_program(source)
    assert built.errors == ()
    assert built.artifact is not None
    ran = subprocess.run([built.artifact], capture_output=True, text=True, check=True)
    assert ran.stdout == f"{printed}\n"


def test_items_that_are_moved_out_keep_their_lines(tmp_path: Path) -> None:
    cell = "let x = 1;\nfn f() -> i32 { 2.5 }\n\nlet y: &str = x;\nmod m { fn g() { super::h() } }"
    source = tmp_path / "cell.rs"
    source.write_text(cell_source.as_program(cell), encoding="utf-8")
    places = [(found.primary.line, found.primary.column) for found in rustc.check(source).errors
              if found.primary]  # fmt: skip
    assert sorted(places) == [(3, 17), (5, 15), (6, 25)]


def test_the_compiler_names_the_line_of_the_cell(tmp_path: Path) -> None:
    cell = '%%rust\nlet run = vec![1];\nlet kept = run;\nprintln!("{:?}", run);'
    source = tmp_path / "cell.rs"
    source.write_text(cell_source.as_program(cell.partition("\n")[2]), encoding="utf-8")
    primary = rustc.check(source).errors[0].primary
    assert primary is not None
    assert "run)" in cell.splitlines()[primary.line - 1]


def test_a_module_exports_what_is_marked() -> None:
    code = (
        "// #[pyfunction] fn no() {}\n"
        "#[pyfunction]\n#[pyo3(signature = (x=1))]\npub fn f(x: i64) -> i64 { x }\n"
        "#[pyclass(frozen)]\nstruct A;\n"
        "fn helper() {}\n"
    )
    assert cell_source.exported(code) == ["f", "A"]
    text = cell_source.as_module(code, "fast")
    assert text.splitlines()[1] == code.splitlines()[0], "line 1 stands for the magic"
    assert '#[pyo3(name = "fast")]\nmod _workshop_cell {\n' in text
    assert "    #[pymodule_export]\n    use super::f;\n" in text
    assert "helper;" not in text


def test_a_module_of_ones_own_is_kept() -> None:
    code = "#[pymodule]\nmod own { }"
    assert cell_source.declared_module(code) == "own"
    assert cell_source.as_module(code, "own").count("pymodule") == 1


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("#![allow(unused)]\n#[derive(Clone)]\n#[pyclass]\n#[allow(x)]\npub enum K { A }", ["K"]),
        ("use x::{y, z};\n#[pyo3::pyfunction]\nfn f(a: [f64; 2]) { g([1]); }\nfn h() {}", ["f"]),
        ("mod inner {\n    #[pyfunction]\n    pub fn f() {}\n}", []),
        ("fn broken() {\n\n#[pyfunction]\nfn f() {}", ["f"]),
        ("fn f() {}", []),
        (
            "create_exception!(m, Late, PyException);\npyo3::create_exception!(m, Lost, Late);",
            ["Late", "Lost"],
        ),
        (
            "create_exception!(\n    m,\n    Late,\n    PyException\n);\n#[pyclass]\nstruct A;",
            ["A", "Late"],
        ),
        ("// create_exception!(m, Late, PyException);\nfn f() {}", []),
    ],
)
def test_only_marked_items_of_the_cell_itself_are_exported(code: str, names: list[str]) -> None:
    assert cell_source.exported(code) == names
