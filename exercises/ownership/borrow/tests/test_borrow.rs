//! The tests of `ownership-borrow`.

#[path = "../../copies.rs"]
mod copies;

use copies::copies;
use ownership_borrow::{drift, mean};

#[test]
fn test_mean_of_a_run() {
    let run = vec![1.5, -2.5, 6.25];
    assert_eq!(mean(&run), 1.75);
    assert_eq!(mean(&run[1..]), 1.875);
    assert_eq!(mean(&[-1.0, -2.0]), -1.5);
}

#[test]
fn test_mean_of_many_readings() {
    assert_eq!(rounded(mean(&many())), 1_000_000.083089);
}

#[test]
fn test_mean_of_nothing_is_nan() {
    assert!(mean(&[]).is_nan());
}

#[test]
fn test_mean_with_nan_or_infinity() {
    assert!(mean(&[1.5, f64::NAN]).is_nan());
    assert_eq!(mean(&[1.5, f64::NEG_INFINITY]), f64::NEG_INFINITY);
}

#[test]
fn test_mean_without_a_copy() {
    let run = many();
    let copied = copies(run.len(), || _ = mean(&run));
    assert_eq!(copied, 0, "`mean` copied the readings");
}

#[test]
fn test_second_half_minus_first() {
    assert_eq!(drift(&[1.0, 2.0, 6.0, 8.0]), 5.5);
    assert_eq!(drift(&[1.5, 2.5, -6.0, -8.5]), -9.25);
    assert!(drift(&[]).is_nan());
}

#[test]
fn test_second_half_minus_first_of_many() {
    assert_eq!(rounded(drift(&many())), 0.124756);
}

#[test]
fn test_second_half_of_an_odd_run() {
    assert_eq!(drift(&[1.0, 4.0, 6.0]), 4.0);
}

#[test]
fn test_slices_copy_nothing() {
    let run = many();
    let copied = copies(run.len() / 2, || _ = drift(&run));
    assert_eq!(copied, 0, "half a run or more was copied");
}

/// 512 readings a little above a million, which an `f32` can't tell apart.
fn many() -> Vec<f64> {
    let above = |i: i32| f64::from(i * i) / 1_048_576.0;
    (0..512).map(|i| 1e6 + above(i)).collect()
}

/// Without the last digits, which depend on the order of the additions.
fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}
