//! The tests of `start-mean`.

use start_mean::mean_without_fill;

#[test]
fn test_mean_without_any_fill_value() {
    assert_eq!(mean_without_fill(&[1.0, 2.0, 6.0]), 3.0);
}

#[test]
fn test_fill_values_are_left_out() {
    assert_eq!(mean_without_fill(&[2.0, -999.0, 5.0, -999.0]), 3.5);
}

#[test]
fn test_other_negative_readings_are_kept() {
    assert_eq!(mean_without_fill(&[-4.0, -999.0, -1.0]), -2.5);
}

#[test]
fn test_readings_near_the_fill_value_are_kept() {
    assert_eq!(mean_without_fill(&[-998.5, -999.0, -1000.5]), -999.5);
    assert_eq!(mean_without_fill(&[-999.5, -999.0]), -999.5);
    assert_eq!(mean_without_fill(&[999.0, -999.0]), 999.0);
}

#[test]
fn test_zero_and_nan_are_readings() {
    assert_eq!(mean_without_fill(&[0.0, 3.0]), 1.5);
    assert!(mean_without_fill(&[1.0, f64::NAN]).is_nan());
}

#[test]
fn test_one_reading_is_its_own_mean() {
    assert_eq!(mean_without_fill(&[20.1]), 20.1);
    assert_eq!(mean_without_fill(&[-0.123456789]), -0.123456789);
}

#[test]
fn test_only_fill_values_are_nan() {
    assert!(mean_without_fill(&[-999.0, -999.0]).is_nan());
}

#[test]
fn test_no_readings_are_nan() {
    assert!(mean_without_fill(&[]).is_nan());
}

#[test]
fn test_series_of_any_length() {
    let mut readings = vec![];
    for i in 0..400 {
        readings.push(i as f64 * 0.5 - 12.25);
        readings.push(-999.0);
        let expected = i as f64 * 0.25 - 12.25;
        let mean = mean_without_fill(&readings);
        let close = mean > expected - 1e-9 && mean < expected + 1e-9;
        assert!(close, "the mean is {mean}, expected {expected}");
    }
}
