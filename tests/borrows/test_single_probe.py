"""The single probes themselves, on programs whose answers a reader can check."""

from __future__ import annotations

from pathlib import Path

import pytest

from single_probe import SingleProbes

VIEW = """\
fn main() {
    let mut run = vec![3.5, 4.0];
    let view = &run; // borrows
    println!("{}", view.len());
    run.push(4.5);
}
"""
LOOP = """\
fn mean(run: Vec<f64>) -> f64 {
    run.iter().sum::<f64>() / run.len() as f64
}
fn main() {
    let run = vec![3.5, 4.0];
    for round in 0..3 {
        let own = run.clone();
        println!("{round}: {}", mean(own));
    }
    match run.first() {
        Some(first) => println!("{first}"),
        None => {}
    }
    println!("{}", run.len())
}
"""
STATION = """\
struct Station {
    name: String,
    readings: Vec<f64>,
}
fn add(station: &mut Station, reading: f64) {
    let name = &station.name;
    station.readings.push(reading);
    println!("{name}");
}
fn main() {
    let station = Station { name: String::new(), readings: Vec::new() };
    let name = station.name;
    println!("{name} {}", station.readings.len());
}
"""
WRONG = """\
fn main() {
    let run = vec![3.5];
    let kept = run;
    println!("{}", run.len());
    println!("{}", kept.len());
}
"""
NEVER = """\
fn main() {
    let run = vec![3.5];
    loop {
        println!("{}", run.len());
    }
    println!("{}", run.len());
}
"""


@pytest.mark.parametrize(
    ("program", "line", "path", "letters"),
    [
        (VIEW, 2, "run", "RWO"),
        (VIEW, 3, "run", "R--"),
        (VIEW, 3, "*view", "R--"),
        (VIEW, 4, "run", "RWO"),
        (VIEW, 5, "*view", "---"),
        (LOOP, 6, "run", "R-O"),
        (LOOP, 6, "round", "R-O"),
        (LOOP, 8, "own", "---"),
        (LOOP, 9, "run", "R-O"),
        (LOOP, 11, "run", "R--"),
        (LOOP, 11, "*first", "R--"),
        (LOOP, 13, "run", "R-O"),
        (LOOP, 14, "run", "R-O"),
        (STATION, 5, "*station", "RW-"),
        (STATION, 6, "*station", "R--"),
        (STATION, 6, "station.name", "R--"),
        (STATION, 6, "station.readings", "RW-"),
        (STATION, 12, "station", "---"),
        (STATION, 12, "station.readings", "R-O"),
        (WRONG, 2, "run", "R-O"),
        (WRONG, 3, "run", "---"),
        (WRONG, 4, "run", "---"),
        (WRONG, 5, "run", "---"),
        (WRONG, 5, "kept", "R-O"),
    ],
)  # fmt: skip
def test_a_probe_tells_each_permission(
    program: str, line: int, path: str, letters: str, tmp_path: Path
) -> None:
    assert SingleProbes(program, tmp_path).letters(line, path) == letters


def test_a_use_after_the_last_one_breaks_a_line(tmp_path: Path) -> None:
    answer = SingleProbes(VIEW, tmp_path).ask(5, "*view", "R")
    assert (answer.allowed, answer.breaks) == (False, 5)


@pytest.mark.parametrize(
    ("program", "line", "path", "why"),
    [
        (LOOP, 2, "run", "no statement ends on this line"),  # the value of the block
        (LOOP, 10, "run", "no statement ends on this line"),  # the start of a `match`
        (LOOP, 3, "run", "no statement ends on this line"),  # the end of a function
        (STATION, 2, "name", "no statement ends on this line"),
        (NEVER, 5, "run", "the program never comes here"),
        (VIEW, 5, "kept", "E0425"),
        (VIEW, 9, "run", "no statement ends on this line"),
    ],
)
def test_where_no_probe_can_stand_it_is_said(
    program: str, line: int, path: str, why: str, tmp_path: Path
) -> None:
    answer = SingleProbes(program, tmp_path).ask(line, path, "R")
    assert answer.allowed is None
    assert answer.why.startswith(why)


def test_the_same_question_is_compiled_once(tmp_path: Path) -> None:
    probes = SingleProbes(VIEW, tmp_path)
    probes.letters(3, "run")
    before = probes.compilations
    probes.letters(3, "run")
    assert probes.compilations == before
    assert not list(tmp_path.iterdir())
