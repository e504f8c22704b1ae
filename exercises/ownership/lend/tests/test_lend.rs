//! The tests of `ownership-lend`.

use allocation_counter::measure;
use ownership_lend::{Archive, archive, mean, median, report};

#[test]
fn test_mean() {
    let (mean, _, _) = report(vec![4.0, 1.0, 7.0, 8.0]);
    assert_eq!(mean, 5.0);
}

#[test]
fn test_median() {
    let (_, median, _) = report(vec![4.0, 1.0, 7.0, 8.0]);
    assert_eq!(median, 5.5);
}

#[test]
fn test_median_of_an_odd_number() {
    let (_, median, _) = report(vec![4.0, 1.0, 7.0, 8.0, 9.0]);
    assert_eq!(median, 7.0);
}

#[test]
fn test_archive_keeps_the_order() {
    let (_, _, archive) = report(vec![4.0, 1.0, 7.0]);
    assert_eq!(archive.run, [4.0, 1.0, 7.0]);
}

#[test]
fn test_one_copy_is_enough() {
    let run = vec![1.5; 10_000];
    let copies = measure(|| drop(report(run))).count_total;
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
