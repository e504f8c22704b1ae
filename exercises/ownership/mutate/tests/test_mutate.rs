//! The tests of `ownership-mutate`.

#[path = "../../copies.rs"]
mod copies;

use copies::copies;
use ownership_mutate::subtract_baseline;

#[test]
fn test_every_reading_is_lower_by_the_baseline() {
    let mut run = vec![-3.25, -0.25, 0.0, 9.5, 10.5];
    subtract_baseline(&mut run, 0.5);
    assert_eq!(run, [-3.75, -0.75, -0.5, 9.0, 10.0]);
}

#[test]
fn test_only_the_borrowed_part_changes() {
    let mut run = vec![10.5, 11.0, 9.5];
    subtract_baseline(&mut run[1..], 0.5);
    assert_eq!(run, [10.5, 10.5, 9.0]);
    subtract_baseline(&mut run[..0], 0.5);
    assert_eq!(run, [10.5, 10.5, 9.0]);
}

#[test]
fn test_array() {
    let mut run = [2.0, 4.0];
    subtract_baseline(&mut run, -1.0);
    assert_eq!(run, [3.0, 5.0]);
}

#[test]
fn test_long_run() {
    let mut run = long_run();
    subtract_baseline(&mut run, 0.125);
    let expected: Vec<f64> = long_run().iter().map(|reading| reading - 0.125).collect();
    assert_eq!(run[100], expected[100]);
    assert_eq!(run[511], expected[511]);
    assert!(run == expected, "other readings differ");
}

#[test]
fn test_reading_of_nan() {
    let mut run = [1.5, f64::NAN, f64::INFINITY, 2.5];
    subtract_baseline(&mut run, 0.5);
    assert!(run[1].is_nan());
    assert_eq!(run[2..], [f64::INFINITY, 2.0]);
}

#[test]
fn test_run_stays_where_it_was() {
    let mut run = long_run();
    let copied = copies(run.len(), || subtract_baseline(&mut run, 0.5));
    assert_eq!(
        copied, 0,
        "a second vector was made: change the readings in place"
    );
}

/// 512 readings around 0, with digits for which an `f32` has no room.
fn long_run() -> Vec<f64> {
    (-256..256).map(|i| f64::from(i) * 1.000_000_25).collect()
}
