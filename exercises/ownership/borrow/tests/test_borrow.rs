//! The tests of `ownership-borrow`.

use allocation_counter::measure;
use ownership_borrow::{drift, mean};

#[test]
fn test_mean_of_a_run() {
    let run = vec![1.0, 2.0, 6.0];
    assert_eq!(mean(&run), 3.0);
    assert_eq!(run.len(), 3);
}

#[test]
fn test_mean_of_an_array() {
    assert_eq!(mean(&[1.0, 2.0]), 1.5);
}

#[test]
fn test_mean_of_half_a_run() {
    let run = [1.0, 2.0, 6.0, 8.0];
    assert_eq!(mean(&run[2..]), 7.0);
}

#[test]
fn test_mean_of_nothing_is_nan() {
    assert!(mean(&[]).is_nan());
}

#[test]
fn test_drift_is_second_half_minus_first() {
    assert_eq!(drift(&[1.0, 2.0, 6.0, 8.0]), 5.5);
}

#[test]
fn test_drift_of_an_odd_run() {
    assert_eq!(drift(&[1.0, 4.0, 6.0]), 4.0);
}

#[test]
fn test_mean_copies_nothing() {
    let run = vec![1.5; 10_000];
    assert_no_copy(measure(|| _ = mean(&run)).bytes_total);
}

#[test]
fn test_drift_copies_nothing() {
    let run = vec![1.5; 10_000];
    assert_no_copy(measure(|| _ = drift(&run)).bytes_total);
}

fn assert_no_copy(allocated: u64) {
    assert_eq!(allocated, 0, "the readings were copied");
}
