"""The C and Fortran code of part E, under the tools that see a read or write beyond memory."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from documents import ROOT
from memory_checks import NOTICED, run, under_valgrind
from replica import exercise, place, told
from workshop.check.check import check
from workshop.check.session import RESTORE, Session
from workshop.course.requirements import how_to_get, lacking
from workshop.learner.project import Project
from workshop.rust.cargo import cargo_command, run_cargo
from workshop.rust.toolchain import build_environment, find_program

FORTRAN = ROOT / "exercises" / "bridges" / "fortran" / "native" / "nearest.f90"
NATIVE = ROOT / "exercises" / "bridges" / "c" / "native"
SOURCE = ROOT / "solutions" / "bridges" / "c" / "src" / "nearest.rs"
WRAPPER = ROOT / "solutions" / "bridges" / "fortran" / "src" / "nearest.rs"

RUST = """\
#[path = {source}]
mod nearest;

fn main() {{
    let points = vec![[6.0, 8.0], [0.5, -1.25], [-3.0, 4.0]];
    for n in 0..=points.len() {{
        for m in 1..=points.len() {{
            // Vectors of their own, exactly as long as they must be.
            let (some, others) = (points[..n].to_vec(), points[..m].to_vec());
            let distances = nearest::nearest_distances(&some, &others).unwrap();
            assert_eq!(distances.len(), n);
            for (point, distance) in some.iter().zip(&distances) {{
                let to = |r: &[f64; 2]| (r[0] - point[0]).hypot(r[1] - point[1]);
                let expected = others.iter().map(to).fold(f64::INFINITY, f64::min);
                assert!((distance - expected).abs() <= 1e-12);
            }}
        }}
        assert!(nearest::nearest_distances(&points[..n], &[]).is_err());
    }}
    assert_eq!(nearest::c_length(2_147_483_647), Ok(i32::MAX));
    assert!(nearest::c_length(2_147_483_648).is_err());
}}
"""
FORTRAN_WRAPPER = """\
extern crate self as numpy;
pub extern crate ndarray;

#[path = {source}]
mod nearest;

use ndarray::{{Array2, ShapeBuilder}};

fn main() {{
    let points = [[6.0, 8.0], [0.5, -1.25], [-3.0, 4.0]];
    for by_column in [false, true] {{
        // Arrays of their own, exactly as long as they must be, in one of the two orders.
        let rows = |count: usize| {{
            let shape = (count, 2).set_f(by_column);
            Array2::from_shape_fn(shape, |(row, column)| points[row][column])
        }};
        for n in 0..=points.len() {{
            for m in 1..=points.len() {{
                let (some, others) = (rows(n), rows(m));
                let found = nearest::nearest_distances(some.view(), others.view()).unwrap();
                assert_eq!(found.len(), n);
                for (point, distance) in points.iter().zip(&found) {{
                    let to = |r: &[f64; 2]| (r[0] - point[0]).hypot(r[1] - point[1]);
                    let expected = points[..m].iter().map(to).fold(f64::INFINITY, f64::min);
                    assert!((distance - expected).abs() <= 1e-12);
                }}
            }}
            assert!(nearest::nearest_distances(rows(n).view(), rows(0).view()).is_err());
        }}
    }}
    let (two, three) = (Array2::<f64>::zeros((2, 2)), Array2::zeros((2, 3)));
    assert!(nearest::nearest_distances(three.view(), two.view()).is_err());
    assert!(nearest::fortran_count(2_147_483_648).is_err());
}}
"""
NDARRAY = """\
[package]
name = "wrapper"
version = "0.1.0"
edition = "2024"

[[bin]]
name = "wrapper"
path = "main.rs"

[dependencies]
ndarray = "*"

[workspace]
"""
C = """\
#include <math.h>
#include <stdlib.h>

#include "nearest.h"

static double *numbers(int count, double first)
{
    double *made = malloc(count * sizeof *made);
    int i;

    for (i = 0; i < count; i++)
        made[i] = first + i;
    return made;
}

int main(void)
{
    int n, m, wrong = 0;

    for (n = 1; n <= 4; n++)
        for (m = 1; m <= 4; m++) {
            double *points = numbers(2 * n, 0.0), *references = numbers(2 * m, 3.0);
            double *distances = malloc(n * sizeof *distances);

            nearest(points, n, references, m, distances);
            wrong += fabs(distances[0] - sqrt(18.0)) > 1e-12;
            free(points);
            free(references);
            free(distances);
        }
    return wrong;
}
"""
FORTRAN_DECLARATION = """\
void nearest(int n, const double *points, int m, const double *references, double *distances);
"""
ROW_BY_ROW = ("points.as_ptr(),", "points[..n as usize].to_vec().as_ptr(),")
"""A vector with one float for each point, where Fortran reads two."""
COUNTS_FLOATS = ("let n = c_length(points.len())?;", "let n = c_length(2 * points.len())?;")
ONE_TOO_MANY = ("for (i = 0; i < n; i++)", "for (i = 0; i <= n; i++)")
ROW_TOO_MANY = ("do i = 1, n\n    distances", "do i = 1, n + 1\n    distances")
"""The same in Fortran."""
NOT_FREED = ("Ok(distances)", "Ok(distances.leak().to_vec())")


def need(program: str) -> str:
    """The path of a program; without it the test is skipped."""
    return shutil.which(program) or pytest.skip(f"{program} is missing: apt-get install {program}")


def must(*command: str | Path) -> None:
    done = run(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def changed(text: str, change: tuple[str, str]) -> str:
    assert text.count(change[0]) == 1 or change == ("", ""), change
    return text.replace(*change) if change[0] else text


def lay_out(folder: Path, wrapper: Path, change: tuple[str, str], main: str) -> Path:
    """Put a solution's wrapper beside a program that calls it; the program's file is returned."""
    source, program = folder / "nearest.rs", folder / "main.rs"
    source.write_text(changed(wrapper.read_text("utf-8"), change), encoding="utf-8")
    program.write_text(main.format(source=f'"{source.as_posix()}"'), encoding="utf-8")
    return program


def rust_under_valgrind(folder: Path, change: tuple[str, str] = ("", "")) -> tuple[int, str]:
    """Run the safe function of the solution; the PyO3 extension itself needs an interpreter."""
    need("valgrind")
    gcc = need("gcc")
    main = lay_out(folder, SOURCE, change, RUST)
    c_object = folder / "nearest.o"
    must(gcc, "-g", "-O0", "-c", NATIVE / "nearest.c", "-o", c_object)
    rustc: list[str | Path] = [find_program("rustc"), "--edition", "2024", "-g"]
    must(*rustc, "-C", f"link-arg={c_object}", main, "-o", folder / "main")
    done = under_valgrind(folder / "main", leaks=True)
    return done.returncode, done.stderr


def fortran_wrapper_under_valgrind(
    folder: Path, change: tuple[str, str] = ("", "")
) -> tuple[int, str]:
    """The same for the wrapper of Fortran, on arrays of ndarray, which the crate `numpy` uses."""
    need("valgrind")
    fortran_object = folder / "nearest.o"
    must(need("gfortran"), "-g", "-c", FORTRAN, "-o", fortran_object)
    lay_out(folder, WRAPPER, change, FORTRAN_WRAPPER)
    (folder / "Cargo.toml").write_text(NDARRAY, encoding="utf-8")
    shutil.copy(ROOT / "Cargo.lock", folder)  # with the version that everyone has
    target = place().root / "target"
    cargo = [find_program("cargo"), "rustc", "--offline", "--quiet"]
    manifest = [f"--target-dir={target}", f"--manifest-path={folder / 'Cargo.toml'}"]
    must(*cargo, *manifest, "--", "-C", f"link-arg={fortran_object}")
    done = under_valgrind(target / "debug" / "wrapper", leaks=True)
    return done.returncode, done.stderr


def under_sanitizers(folder: Path, change: tuple[str, str] = ("", "")) -> tuple[int, str]:
    """Run the C library from C, on memory that is exactly as large as it must be."""
    gcc = need("gcc")
    library, main = folder / "nearest.c", folder / "main.c"
    library.write_text(changed((NATIVE / "nearest.c").read_text("utf-8"), change), encoding="utf-8")
    main.write_text(C, encoding="utf-8")
    strict = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic"]
    sanitize = ["-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
    options = [*strict, *sanitize]
    must(gcc, *options, "-I", NATIVE, library, main, "-o", folder / "main", "-lm")
    done = run(folder / "main")
    return done.returncode, done.stderr


def fortran_under_sanitizers(folder: Path, change: tuple[str, str] = ("", "")) -> tuple[int, str]:
    """Run the Fortran procedure from C, on memory that is exactly as large."""
    gfortran, gcc = need("gfortran"), need("gcc")
    library, main = folder / "nearest.f90", folder / "main.c"
    library.write_text(changed(FORTRAN.read_text("utf-8"), change), encoding="utf-8")
    driver = C.replace('#include "nearest.h"', FORTRAN_DECLARATION)
    driver = driver.replace(
        "nearest(points, n, references, m,", "nearest(n, points, m, references,"
    )
    exact = "wrong += fabs(distances[0] - sqrt(18.0)) > 1e-12;"  # of rows, not of columns
    driver = driver.replace(exact, "wrong += distances[0] < 0.0;")
    main.write_text(driver, encoding="utf-8")
    objects = [folder / "main.o", folder / "nearest.o"]
    must(gcc, "-g", "-fsanitize=address", "-c", main, "-o", objects[0])
    strict = ["-g", "-fcheck=all", "-fsanitize=address,undefined"]
    must(gfortran, *strict, "-c", library, "-o", objects[1])
    must(gfortran, *strict, *objects, "-o", folder / "main", "-lm")
    done = run(folder / "main")
    return done.returncode, done.stderr


def test_sanitizers_find_nothing_in_the_fortran_procedure(tmp_path: Path) -> None:
    assert fortran_under_sanitizers(tmp_path) == (0, "")


def test_checks_of_fortran_would_notice(tmp_path: Path) -> None:
    status, found = fortran_under_sanitizers(tmp_path, ROW_TOO_MANY)
    assert status != 0
    assert "above upper bound" in found or "heap-buffer-overflow" in found


@pytest.mark.cargo
def test_valgrind_finds_nothing_in_the_wrapper_of_fortran(tmp_path: Path) -> None:
    assert fortran_wrapper_under_valgrind(tmp_path) == (0, "")


@pytest.mark.cargo
def test_valgrind_would_notice_too_few_floats_for_fortran(tmp_path: Path) -> None:
    status, found = fortran_wrapper_under_valgrind(tmp_path, ROW_BY_ROW)
    assert status == NOTICED
    assert "Invalid read of size 8" in found


@pytest.mark.cargo
def test_valgrind_finds_nothing_in_the_safe_function(tmp_path: Path) -> None:
    assert rust_under_valgrind(tmp_path) == (0, "")


@pytest.mark.cargo
@pytest.mark.parametrize(
    ("change", "says"),
    [(COUNTS_FLOATS, "Invalid read of size 8"), (NOT_FREED, "are definitely lost")],
    ids=["reads too far", "leaks"],
)
def test_valgrind_would_notice(change: tuple[str, str], says: str, tmp_path: Path) -> None:
    status, found = rust_under_valgrind(tmp_path, change)
    assert status == NOTICED
    assert says in found


def test_sanitizers_find_nothing_in_the_c_library(tmp_path: Path) -> None:
    assert under_sanitizers(tmp_path) == (0, "")


def test_sanitizers_would_notice(tmp_path: Path) -> None:
    status, found = under_sanitizers(tmp_path, ONE_TOO_MANY)
    assert status != 0
    assert "heap-buffer-overflow" in found


@pytest.mark.cargo
def test_what_the_c_compiler_says_is_shown() -> None:
    """A learner may look at the C file, and slip: the verdict has the line of the compiler."""
    need("gcc")
    here, asked = place(), exercise("bridges-c")
    shutil.rmtree(here.path(asked), ignore_errors=True)
    copy = here.ensure_copy(asked)
    file = copy / "native" / "nearest.c"
    file.write_text(file.read_text("utf-8").replace("int i, j;", "int i, j"), encoding="utf-8")
    text = told(check(here, asked))
    shutil.rmtree(copy)
    assert "nearest.c" in text
    assert "expected" in text


TWICE = {  # what makes every distance twice as long
    "nearest.c": ("bridges-c", ("= sqrt(smallest)", "= 2.0 * sqrt(smallest)")),
    "nearest.h": ("bridges-c", ("void nearest(", "#define sqrt(x) (2.0 * sqrt(x))\nvoid nearest(")),
    "nearest.f90": ("bridges-fortran", ("distances(i) = sqrt(", "distances(i) = 2 * sqrt(")),
}


def solved(id: str) -> Path:
    """A learner's copy with the solution."""
    here, asked = place(), exercise(id)
    if names := lacking(asked, build_environment()["PATH"]):
        pytest.skip(how_to_get(names))
    shutil.rmtree(here.path(asked), ignore_errors=True)
    here.catch_up(asked)
    return here.path(asked)


@pytest.mark.cargo
@pytest.mark.parametrize("name", TWICE)
def test_a_check_compiles_a_changed_source_again(name: str) -> None:
    id, change = TWICE[name]
    copy, here, asked = solved(id), place(), exercise(id)
    assert check(here, asked).passed
    source = copy / "native" / name
    given = source.read_text("utf-8")
    source.write_text(changed(given, change), encoding="utf-8")
    verdict = check(here, asked)
    assert "returned [10.0] expected [5.0]" in told(verdict)
    assert f"`workshop reset {id} --given` restores it" in told(verdict)
    outcome = Session(Project(here.root), asked, copy, None).record(verdict)
    assert outcome.next_step.what_follows == RESTORE
    here.restore_given(asked)
    assert source.read_text("utf-8") == given
    assert check(here, asked).passed
    shutil.rmtree(copy)


@pytest.mark.cargo
@pytest.mark.parametrize("name", TWICE)
def test_cargo_alone_compiles_a_changed_source_again(name: str) -> None:
    """As at home: a build script says which files it reads."""
    id, change = TWICE[name]
    copy = solved(id)
    command = cargo_command(("build", "--lib", "--offline"), copy, place().target)

    def was_fresh() -> bool:
        return all(product.reused for product in run_cargo(command, copy).products)

    was_fresh()
    assert was_fresh()
    source = copy / "native" / name
    source.write_text(changed(source.read_text("utf-8"), change), encoding="utf-8")
    assert not was_fresh()
    shutil.rmtree(copy)
