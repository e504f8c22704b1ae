//! The tests of `ownership-move`.

#[path = "../../copies.rs"]
mod copies;

use copies::copies;
use ownership_move::{archive, finish, finish_if_complete};

#[test]
fn test_summary_counts_the_readings() {
    let (summary, _) = finish(vec![3.5, -4.0, 4.5]);
    assert_eq!(summary, "3 readings");
    let (summary, _) = finish(long_run());
    assert_eq!(summary, "512 readings");
    let (summary, _) = finish(vec![]);
    assert_eq!(summary, "0 readings");
}

#[test]
fn test_archive_owns_the_run() {
    let (_, kept) = finish(vec![3.5, -4.0, 4.5]);
    assert_eq!(kept, [[3.5, -4.0, 4.5]]);
    let (_, kept) = finish(long_run());
    assert_eq!(kept, [long_run()]);
}

#[test]
fn test_complete_run_is_archived() {
    let (summary, kept) = finish_if_complete(vec![3.5, -4.0, 4.5], 3);
    assert_eq!(summary, "3 of 3 readings");
    assert_eq!(kept, [[3.5, -4.0, 4.5]]);
    let (summary, kept) = finish_if_complete(long_run(), 512);
    assert_eq!(summary, "512 of 512 readings");
    assert_eq!(kept, [long_run()]);
    let (summary, kept) = finish_if_complete(vec![], 0);
    assert_eq!(summary, "0 of 0 readings");
    assert_eq!(kept, [[0.0; 0]]);
}

#[test]
fn test_incomplete_run_is_not_archived() {
    let (summary, kept) = finish_if_complete(vec![3.5, -4.0, 4.5], 4);
    assert_eq!(summary, "3 of 4 readings");
    assert!(kept.is_empty(), "the archive holds {kept:?}");
}

#[test]
fn test_run_with_too_many_readings_is_not_archived() {
    let (summary, kept) = finish_if_complete(long_run(), 256);
    assert_eq!(summary, "512 of 256 readings");
    assert!(kept.is_empty(), "the archive holds a run");
}

#[test]
fn test_archive_takes_the_run_by_value() {
    let _: fn(Vec<f64>) -> Vec<Vec<f64>> = archive;
}

#[test]
fn test_no_copy() {
    let run = long_run();
    let copied = copies(run.len(), || drop(finish(run)));
    assert_eq!(copied, 0, "`finish` copied the run");
}

#[test]
fn test_no_copy_in_the_branch() {
    let run = long_run();
    let copied = copies(run.len(), || drop(finish_if_complete(run, 512)));
    assert_eq!(copied, 0, "`finish_if_complete` copied the run");
}

#[test]
fn test_no_copy_beside_the_branch() {
    let run = long_run();
    let copied = copies(run.len(), || drop(finish_if_complete(run, 513)));
    assert_eq!(copied, 0, "`finish_if_complete` copied the run");
}

/// 512 readings, in a vector that has room for more.
fn long_run() -> Vec<f64> {
    let mut run = Vec::with_capacity(1000);
    run.extend((0..512).map(|i| f64::from(i) / 8.0 - 20.0));
    run
}
