//! What C programs call: one function, with pointers and numbers only.

use std::panic;
use std::ptr;
use std::slice;

use crate::nearest::{self};
use crate::{BAD_LENGTH, NOT_FINITE, NULL_POINTER, OK, PANICKED};

/// Write the distance from each point to the nearest reference, and return a status of lib.rs.
///
/// Coordinates are x, y, x, y, and so on; each length counts floats. Only with `OK` is anything
/// written to `distances`. A pointer must not be null, even if its length is 0.
///
/// # Safety
///
/// A pointer that isn't null is aligned, and as many floats as its length says follow there.
/// Nobody else reads or writes `distances` during the call, or writes to the other two.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nearest_distances(
    points: *const f64,
    points_len: usize,
    references: *const f64,
    references_len: usize,
    distances: *mut f64,
    distances_len: usize,
) -> i32 {
    if references_len == 0 || references_len % 2 != 0 || points_len % 2 != 0 {
        return BAD_LENGTH;
    }
    let n = points_len / 2;
    if n != distances_len {
        return BAD_LENGTH;
    }
    if points.is_null() || references.is_null() || distances.is_null() {
        return NULL_POINTER;
    }
    let points = points as *const [f64; 2];
    let references = references as *const [f64; 2];
    // SAFETY: not null, even lengths, and the caller promises the rest.
    let (points, references) = unsafe {
        (
            slice::from_raw_parts(points, n),
            slice::from_raw_parts(references, references_len / 2),
        )
    };
    for [x, y] in points.iter().chain(references.iter()) {
        if !x.is_finite() || !y.is_finite() {
            return NOT_FINITE;
        }
    }
    let Ok(computed) = panic::catch_unwind(|| nearest::nearest_distances(points, references))
    else {
        return PANICKED;
    };
    // SAFETY: there is room for n floats, and a new vector is somewhere else.
    unsafe { ptr::copy_nonoverlapping(computed.as_ptr(), distances, n) };
    OK
}
