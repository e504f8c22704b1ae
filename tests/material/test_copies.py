"""What tests of ownership count as a copy of a run, and what they don't."""

from __future__ import annotations

import pytest

from replica import ROOT, told
from shop import Shop

NO_COPY = """\
println!("{run:?}"); eprintln!("{:#?}", &run[256..])
dbg!(&run)
_ = format!("{run:?}")
println!("{}", run.iter().map(f64::to_string).collect::<Vec<_>>().join(", "))
println!("{}", run.iter().skip(1).map(f64::to_string).collect::<Vec<_>>().join(", "))
println!("{:?}", &run[..9].to_vec())
_ = std::process::Command::new("cargo").arg("--version").status()
_ = std::collections::HashMap::from([(1, run[0])])
_ = Box::new(run[0])
let mut sorted = run; sorted.sort_by(f64::total_cmp)
let mut sorted = run; sorted.sort_unstable_by(f64::total_cmp)
let mut run = run; run.shrink_to_fit(); _ = run.into_boxed_slice()
_ = vec![run]
std::thread::scope(|scope| _ = scope.spawn(|| run.iter().sum::<f64>()))
"""
ONE_COPY = """\
_ = run.clone()
_ = run.to_vec()
_ = run.to_owned()
_ = run.iter().copied().collect::<Vec<f64>>()
_ = run.iter().filter(|x| x.is_finite()).copied().collect::<Vec<f64>>()
let mut new = Vec::new(); for x in &run { new.push(*x) }
let mut new = vec![]; new.extend(run.iter().copied())
let mut new = Vec::with_capacity(1000); new.extend_from_slice(&run)
let mut new = vec![0.0; 512]; new.copy_from_slice(&run)
let mut new = run.clone(); new.sort_by(f64::total_cmp)
_ = Box::<[f64]>::from(&run[..])
_ = std::rc::Rc::<[f64]>::from(&run[..])
_ = run.iter().collect::<std::collections::VecDeque<_>>()
std::mem::forget(run.clone())
_ = run.clone().leak()
println!("{:?}", run.clone())
"""


HALVES = "_ = [run[..256].to_vec(), run[256..].to_vec()]"


def counts(lines: str, readings: int, count: int) -> str:
    """Rust that counts, for each line, the copies of as many readings of a run of 512."""
    return "".join(
        f"let run: Vec<f64> = (0..512).map(|i| f64::from(i).sin()).collect();\n"
        f'assert_eq!(copies({readings}, || {{ {line}; }}), {count}, "{{}}", r#"{line}"#);\n'
        for line in lines.splitlines()
    )


@pytest.mark.cargo
def test_copies_of_a_run_are_counted_and_printing_is_none(shop: Shop) -> None:
    counter = ROOT / "exercises" / "ownership" / "copies.rs"
    test = "".join([
        f'#[path = "{counter.as_posix()}"]\nmod copies;\nuse copies::copies;\n',
        counts(NO_COPY, 512, 0),
        counts(NO_COPY, 256, 0),
        counts(ONE_COPY, 512, 1),
        counts(HALVES, 256, 2),
        counts("let mut new = Vec::new(); for x in &run { new.push(*x) }", 256, 1),
    ])  # fmt: skip
    exercise = shop.rust("copies", "", test, timeout=60)
    with (exercise.folder / "Cargo.toml").open("a", encoding="utf-8") as manifest:
        manifest.write("\n[dev-dependencies]\ncheckers.workspace = true\n")
    verdict = shop.check(exercise)
    assert verdict.passed, told(verdict)
