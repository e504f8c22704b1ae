//! The tests of `start-mean`.

use start_mean::mean_below;

#[test]
fn test_mean_of_all_when_all_are_below() {
    assert_eq!(mean_below(&[1.0, 2.0, 6.0], 100.0), 3.0);
}

#[test]
fn test_only_readings_below_the_limit_count() {
    assert_eq!(mean_below(&[1.0, 50.0, 2.0, 70.0], 10.0), 1.5);
}

#[test]
fn test_reading_at_the_limit_is_not_below() {
    assert_eq!(mean_below(&[1.0, 10.0], 10.0), 1.0);
}

#[test]
fn test_readings_below_zero() {
    assert_eq!(mean_below(&[-4.0, -1.0, 3.0], 0.0), -2.5);
}

#[test]
fn test_nothing_below_is_nan() {
    assert!(mean_below(&[20.0, 30.0], 10.0).is_nan());
}

#[test]
fn test_no_readings_are_nan() {
    assert!(mean_below(&[], 10.0).is_nan());
}
