//! The tests of `start-count`.

use start_count::count_above;

#[test]
fn test_counts_readings_above_the_limit() {
    assert_eq!(count_above(&[19.5, 21.0, 18.0, 25.5], 20.0), 2);
}

#[test]
fn test_reading_at_the_limit_is_not_above() {
    assert_eq!(count_above(&[20.0, 20.1], 20.0), 1);
    assert_eq!(count_above(&[0.3, 0.1 + 0.2], 0.3), 1);
}

#[test]
fn test_all_readings_can_be_above() {
    assert_eq!(count_above(&[21.0, 22.0, 22.0], 20.0), 3);
}

#[test]
fn test_none_can_be_above() {
    assert_eq!(count_above(&[-5.0, -3.0], 0.0), 0);
    assert_eq!(count_above(&[f64::NAN], 0.0), 0);
}

#[test]
fn test_no_readings_count_zero() {
    assert_eq!(count_above(&[], 20.0), 0);
}

#[test]
fn test_limit_below_zero() {
    assert_eq!(count_above(&[-5.0, -3.0], -4.0), 1);
}

#[test]
fn test_series_of_any_length() {
    let mut readings = vec![];
    for i in 0..400 {
        readings.push(-0.25 * i as f64);
        readings.push(0.1 + i as f64);
        assert_eq!(count_above(&readings, 0.05), i + 1);
    }
}
