//! The tests of `ownership-move`.

use allocation_counter::measure;
use ownership_move::{archive, finish, finish_if_complete};

const READINGS: usize = 10_000;

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
    let run = vec![1.5; READINGS];
    refuse_copy(|| drop(finish(run)));
}

#[test]
fn test_no_copy_in_the_branch() {
    let run = vec![1.5; READINGS];
    refuse_copy(|| drop(finish_if_complete(run, READINGS)));
    let run = vec![1.5; READINGS];
    refuse_copy(|| drop(finish_if_complete(run, 1)));
}

fn refuse_copy(call: impl FnOnce()) {
    let copied = measure(call).bytes_total;
    assert!(
        copied < 8 * READINGS as u64,
        "the run was copied: {copied} bytes were allocated, and a change of order needs none of them"
    );
}
