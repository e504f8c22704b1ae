//! The tests of `ownership-move`.

use allocation_counter::measure;
use ownership_move::{archive, finish, finish_if_complete};

#[test]
fn test_summary_counts_the_readings() {
    let (summary, _) = finish(vec![3.5, 4.0, 4.5]);
    assert_eq!(summary, "3 readings");
}

#[test]
fn test_archive_owns_the_run() {
    let (_, kept) = finish(vec![3.5, 4.0, 4.5]);
    assert_eq!(kept, [[3.5, 4.0, 4.5]]);
}

#[test]
fn test_complete_run_is_archived() {
    let (summary, kept) = finish_if_complete(vec![3.5, 4.0, 4.5], 3);
    assert_eq!(summary, "3 of 3 readings");
    assert_eq!(kept, [[3.5, 4.0, 4.5]]);
}

#[test]
fn test_incomplete_run_is_not_archived() {
    let (summary, kept) = finish_if_complete(vec![3.5, 4.0, 4.5], 4);
    assert_eq!(summary, "3 of 4 readings");
    assert!(kept.is_empty(), "the archive holds {kept:?}");
}

#[test]
fn test_archive_takes_the_run_by_value() {
    let _: fn(Vec<f64>) -> Vec<Vec<f64>> = archive;
}

#[test]
fn test_no_copy() {
    let run = vec![1.5; 10_000];
    assert_no_copy(measure(|| drop(finish(run))).bytes_total);
}

#[test]
fn test_no_copy_in_the_branch() {
    let run = vec![1.5; 10_000];
    assert_no_copy(measure(|| drop(finish_if_complete(run, 10_000))).bytes_total);
}

#[test]
fn test_no_copy_beside_the_branch() {
    let run = vec![1.5; 10_000];
    assert_no_copy(measure(|| drop(finish_if_complete(run, 1))).bytes_total);
}

/// A run of 10000 readings takes 80000 bytes, a summary only a few.
fn assert_no_copy(allocated: u64) {
    assert!(
        allocated < 80_000,
        "{allocated} bytes were allocated: the run was copied"
    );
}
