//! The tests of `TOPIC-STAGE`.

use TOPIC_STAGE::largest_step;

#[test]
fn test_largest_step() {
    assert_eq!(largest_step(&[1.0, 2.0, 5.0, 5.5]), 3.0);
}

#[test]
fn test_step_down_counts() {
    assert_eq!(largest_step(&[4.0, 0.5, 1.0]), 3.5);
}

#[test]
fn test_one_reading_makes_no_step() {
    assert_eq!(largest_step(&[4.0]), 0.0);
    assert_eq!(largest_step(&[]), 0.0);
}
