//! The tests of `start-mean`.

use start_mean::mean_without_fill;

#[test]
fn test_mean_without_any_fill_value() {
    assert_eq!(mean_without_fill(&[1.0, 2.0, 6.0]), 3.0);
}

#[test]
fn test_fill_values_are_left_out() {
    assert_eq!(mean_without_fill(&[1.0, -999.0, 2.0, -999.0]), 1.5);
}

#[test]
fn test_other_negative_readings_are_kept() {
    assert_eq!(mean_without_fill(&[-4.0, -999.0, -1.0]), -2.5);
}

#[test]
fn test_only_fill_values_are_nan() {
    assert!(mean_without_fill(&[-999.0, -999.0]).is_nan());
}

#[test]
fn test_no_readings_are_nan() {
    assert!(mean_without_fill(&[]).is_nan());
}
