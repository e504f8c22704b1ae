"""No `unsafe` of the C libraries in part E reads or writes what isn't theirs: valgrind watches.

Their unit tests run under it, and a small program that calls them as C does. The same program, told
to break a promise of the caller, shows that valgrind would notice.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from memory_checks import NOTICED, run, under_valgrind
from replica import place
from workshop.rust.toolchain import find_program

pytestmark = [
    pytest.mark.cargo,
    pytest.mark.skipif(shutil.which("valgrind") is None, reason="valgrind is missing"),
]

LIBRARIES = ("ctypes", "cffi")

CTYPES = """\
unsafe extern "C" {
    fn nearest_distances(points: *const f64, n: usize, references: *const f64, m: usize)
        -> *mut f64;
    fn free_distances(distances: *mut f64, n: usize);
    fn distances_in_use() -> usize;
}

fn main() {
    let slip = std::env::args().nth(1).unwrap_or_default();
    let (points, references) = (vec![0.5, -1.25, 3.5, 4.75], vec![0.5, 0.75]);
    let (n, m) = match slip.as_str() {
        "points" => (3, 1),
        "references" => (2, 2),
        _ => (2, 1),
    };
    unsafe {
        let distances = nearest_distances(points.as_ptr(), n, references.as_ptr(), m);
        if slip.is_empty() {
            assert_eq!(std::slice::from_raw_parts(distances, n), [2.0, 5.0]);
            free_distances(distances, 2 * n);
            assert!(nearest_distances(std::ptr::null(), 2, references.as_ptr(), 1).is_null());
            assert!(nearest_distances(points.as_ptr(), 2, references.as_ptr(), 0).is_null());
        }
        free_distances(distances, n);
        if slip == "result" {
            println!("{}", *distances);
        }
        free_distances(distances, n);
        assert_eq!(distances_in_use(), 0);
    }
}
"""

CFFI = """\
unsafe extern "C" {
    fn nearest_distances(
        points: *const f64, points_len: usize,
        references: *const f64, references_len: usize,
        distances: *mut f64, distances_len: usize,
    ) -> i32;
}

fn main() {
    let slip = std::env::args().nth(1).unwrap_or_default();
    let (points, references) = (vec![0.5, -1.25, 3.5, 4.75], vec![0.5, 0.75]);
    let mut distances = vec![-1.0; 2];
    let (p, r, d) = match slip.as_str() {
        "points" => (6, 2, 3),
        "references" => (4, 4, 2),
        "result" => { distances = vec![-1.0]; (4, 2, 2) }
        _ => (4, 2, 2),
    };
    let (p_ptr, r_ptr, d_ptr) = (points.as_ptr(), references.as_ptr(), distances.as_mut_ptr());
    unsafe {
        let status = nearest_distances(p_ptr, p, r_ptr, r, d_ptr, d);
        if slip.is_empty() {
            assert_eq!((status, distances.as_slice()), (0, [2.0, 5.0].as_slice()));
            assert_eq!(nearest_distances(std::ptr::null(), 4, r_ptr, 2, d_ptr, 2), 1);
            assert_eq!(nearest_distances(p_ptr, 3, r_ptr, 2, d_ptr, 2), 2);
            assert_eq!(nearest_distances(p_ptr, 4, r_ptr, 2, d_ptr, 3), 2);
            assert_eq!(nearest_distances(p_ptr, 0, r_ptr, 2, d_ptr, 0), 0);
            let far = [1e200, 0.5, f64::NAN, 0.5];
            assert_eq!(nearest_distances(far.as_ptr(), 4, r_ptr, 2, d_ptr, 2), 3);
            assert_eq!(nearest_distances(far.as_ptr(), 2, r_ptr, 2, d_ptr, 1), 4);
        }
    }
}
"""
PROGRAMS = {"ctypes": CTYPES, "cffi": CFFI}
SLIPS = ("points", "references", "result")
"""What is shorter than the caller says; with ctypes, a result that is read after it was freed."""


def cargo(*words: str) -> list[Path]:
    """What cargo has made of these crates: programs, or libraries for Rust."""
    target = place().root / "target"
    shape = ["--offline", "--message-format=json", f"--target-dir={target}"]
    done = run(find_program("cargo"), *words, *shape, folder=place().root)
    assert done.returncode == 0, done.stderr
    messages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    made = [file for message in messages for file in message.get("filenames", ())]
    return [Path(file) for file in made if Path(file).suffix in {"", ".exe", ".rlib"}]


@pytest.fixture(scope="module", params=LIBRARIES)
def program(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program that calls the finished library as C does."""
    crate = f"bridges-{request.param}-solution"
    [library] = cargo("build", "-p", crate)
    folder = tmp_path_factory.mktemp(request.param)
    source, name = folder / "program.rs", crate.replace("-", "_")
    source.write_text(f"extern crate {name};\n\n{PROGRAMS[request.param]}", encoding="utf-8")
    made = folder / "program"
    words = ["--edition=2024", "-g", f"--extern={name}={library}"]
    done = run(find_program("rustc"), *words, "-o", made, source)
    assert done.returncode == 0, done.stderr
    return made


@pytest.mark.parametrize("library", LIBRARIES)
def test_unit_tests_touch_only_their_own_memory(library: str) -> None:
    programs = cargo("test", "--no-run", "--lib", "-p", f"bridges-{library}-solution")
    assert programs
    for one in programs:
        done = under_valgrind(one, "--test-threads=1")
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_caller_who_keeps_the_promises_is_safe(program: Path) -> None:
    done = under_valgrind(program)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("slip", SLIPS)
def test_valgrind_notices_a_broken_promise(program: Path, slip: str) -> None:
    done = under_valgrind(program, slip)
    assert done.returncode == NOTICED, done.stdout + done.stderr
    assert "Invalid read" in done.stderr or "Invalid write" in done.stderr
