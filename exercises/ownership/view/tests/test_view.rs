//! The tests of `ownership-view`.

use ownership_view::without_warmup;

const RUN: [f64; 5] = [9.0, 8.0, 5.5, 5.0, 5.25];

#[test]
fn test_first_readings_are_cut_off() {
    assert_eq!(without_warmup(&RUN, 2), [5.5, 5.0, 5.25]);
    assert_eq!(without_warmup(&[-1.5, -1.5, -1.5, 9.0], 3), [9.0]);
}

#[test]
fn test_no_warmup_leaves_the_whole_run() {
    assert_eq!(without_warmup(&RUN, 0), RUN);
}

#[test]
fn test_last_reading_is_left() {
    assert_eq!(without_warmup(&RUN, 4), [5.25]);
}

#[test]
fn test_run_shorter_than_its_warmup_leaves_nothing() {
    assert!(without_warmup(&RUN, 5).is_empty());
    assert!(without_warmup(&RUN, 6).is_empty());
    assert!(without_warmup(&RUN, usize::MAX).is_empty());
    assert!(without_warmup(&RUN, (u32::MAX as usize).saturating_add(3)).is_empty());
    assert!(without_warmup(&[], 1).is_empty());
    assert!(without_warmup(&[], 0).is_empty());
}

#[test]
fn test_long_run() {
    let run: Vec<f64> = (0..3000).map(|i| f64::from(i % 7) - 2.5).collect();
    for n in [1, 300, 2999] {
        assert_eq!(without_warmup(&run, n).len(), run.len() - n);
        assert_eq!(without_warmup(&run, n)[0], run[n]);
    }
}

#[test]
fn test_result_lies_inside_the_input() {
    let run = RUN.to_vec();
    let inside = run.as_ptr_range();
    let kept = without_warmup(&run, 2).as_ptr_range();
    assert!(
        inside.start <= kept.start && kept.end <= inside.end,
        "the result at {:?} is no part of the run at {:?}",
        kept.start,
        inside.start
    );
}

#[test]
fn test_result_is_a_view() {
    let _: fn(&[f64], usize) -> &[f64] = without_warmup;
}
