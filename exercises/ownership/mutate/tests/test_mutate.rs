//! The tests of `ownership-mutate`.

use allocation_counter::measure;
use ownership_mutate::subtract_baseline;

#[test]
fn test_every_reading_is_lower_by_the_baseline() {
    let mut run = vec![10.5, 11.0, 9.5];
    subtract_baseline(&mut run, 0.5);
    assert_eq!(run, [10.0, 10.5, 9.0]);
}

#[test]
fn test_only_the_borrowed_part_changes() {
    let mut run = vec![10.5, 11.0, 9.5];
    subtract_baseline(&mut run[1..], 0.5);
    assert_eq!(run, [10.5, 10.5, 9.0]);
}

#[test]
fn test_array() {
    let mut run = [2.0, 4.0];
    subtract_baseline(&mut run, -1.0);
    assert_eq!(run, [3.0, 5.0]);
}

#[test]
fn test_run_stays_where_it_was() {
    let mut run = vec![1.5; 10_000];
    let allocated = measure(|| subtract_baseline(&mut run, 0.5)).bytes_total;
    assert_eq!(
        allocated, 0,
        "a second vector was made: change the readings in place"
    );
}
