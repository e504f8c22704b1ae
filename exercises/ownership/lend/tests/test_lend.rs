//! The tests of `ownership-lend`.

#[path = "../../copies.rs"]
mod copies;

use copies::copies;
use ownership_lend::{Archive, archive, mean, median, report};

#[test]
fn test_mean() {
    let (mean, _, _) = report(vec![4.0, 1.0, -7.0, 8.5]);
    assert_eq!(mean, 1.625);
}

#[test]
fn test_median() {
    let (_, median, _) = report(vec![4.0, 1.0, -7.0, 8.5]);
    assert_eq!(median, 2.5);
}

#[test]
fn test_median_of_an_odd_number() {
    let (_, median, _) = report(vec![4.25, 1.0, 7.0, 1.0, -8.0, 7.0, 7.0]);
    assert_eq!(median, 4.25);
}

#[test]
fn test_archive_keeps_the_order() {
    let (_, _, archive) = report(vec![4.0, -1.5, 7.0, 4.0]);
    assert_eq!(archive.run, [4.0, -1.5, 7.0, 4.0]);
}

#[test]
fn test_long_run() {
    let (mean, median, archive) = report(long_run());
    assert_eq!(mean, 1_000_085.083_496_093_8);
    assert_eq!(median, 1_000_063.750_488_281_2);
    assert_eq!(archive.run, long_run());
}

#[test]
fn test_one_copy_is_enough() {
    let run = long_run();
    let copies = copies(run.len(), || drop(report(run)));
    assert!(
        copies <= 1,
        "the run was copied {copies} times, and one copy is enough"
    );
}

#[test]
fn test_given_functions_are_as_they_were() {
    let _: fn(&[f64]) -> f64 = mean;
    let _: fn(Vec<f64>) -> f64 = median;
    let _: fn(Vec<f64>) -> Archive = archive;
}

/// 512 readings around a million, which an `f32` can't tell apart, in a vector with spare room.
fn long_run() -> Vec<f64> {
    let mut run = Vec::with_capacity(1001);
    run.extend((0..512).map(|i| 1e6 + f64::from(i * i) / 1024.0));
    run
}
