//! C's view of the library: `valgrind` runs these tests as well.

use std::ptr::{null, null_mut};
use std::slice::from_raw_parts;

use crate::{distances_in_use, free_distances, nearest_distances};

const POINTS: [f64; 6] = [0.5, -1.25, 3.5, 4.75, -2.0, 0.0];
const REFERENCES: [f64; 4] = [0.5, 0.75, -2.5, 0.0];

/// The one test that changes how many doubles are in use: tests run at the same time.
#[test]
fn results_are_read_and_freed() {
    let before = distances_in_use();
    // SAFETY: the lengths are those of the arrays, and no result is used after it was freed.
    unsafe {
        let distances = nearest_distances(POINTS.as_ptr(), 3, REFERENCES.as_ptr(), 2);
        let none = nearest_distances(POINTS.as_ptr(), 0, REFERENCES.as_ptr(), 2);
        let to_one = nearest_distances(POINTS.as_ptr(), 1, REFERENCES.as_ptr().add(2), 1);
        assert_eq!(from_raw_parts(distances, 3), [2.0, 5.0, 0.5]);
        assert_eq!(from_raw_parts(to_one, 1), [3.25]);
        assert_eq!(distances_in_use() - before, 4);
        free_distances(none, 0);
        free_distances(distances, 6);
        assert_eq!(distances_in_use() - before, 4);
        free_distances(distances, 3);
        assert_eq!(distances_in_use() - before, 1);
        free_distances(distances, 3);
        free_distances(to_one, 1);
    }
    assert_eq!(distances_in_use(), before);
}

#[test]
fn null_stands_for_every_error() {
    let (points, references) = (POINTS.as_ptr(), REFERENCES.as_ptr());
    let (nan, infinite) = ([0.5, f64::NAN], [f64::NEG_INFINITY, 0.5]);
    // SAFETY: the lengths are those of the arrays.
    let results = unsafe {
        [
            nearest_distances(null(), 3, references, 2),
            nearest_distances(points, 3, null(), 2),
            nearest_distances(points, 3, references, 0),
            nearest_distances(nan.as_ptr(), 1, references, 2),
            nearest_distances(points, 3, infinite.as_ptr(), 1),
            nearest_distances(points.byte_add(4), 1, references, 2),
            nearest_distances(points, 3, references.byte_add(4), 1),
        ]
    };
    assert_eq!(results, [null_mut(); 7]);
}

#[test]
fn null_and_what_is_no_result_are_not_freed() {
    let mut own = [0.5, -1.25];
    // SAFETY: none of these pointers is a result.
    unsafe {
        free_distances(null_mut(), 0);
        free_distances(null_mut(), 2);
        free_distances(own.as_mut_ptr(), 2);
    }
    assert_eq!(own, [0.5, -1.25]);
}
