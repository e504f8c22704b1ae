//! What C programs call: one function, with pointers and numbers only.

use std::panic;
use std::slice;

use crate::nearest::{self, to_points};
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
    if distances.is_null() {
        return NULL_POINTER;
    }
    match unsafe {
        compute(
            points,
            points_len,
            references,
            references_len,
            distances_len,
        )
    } {
        Ok(computed) => {
            // SAFETY: `compute` has checked the pointer's length.
            let distances = unsafe { slice::from_raw_parts_mut(distances, distances_len) };
            distances.copy_from_slice(&computed);
            OK
        }
        Err(status) => status,
    }
}

/// # Safety
///
/// As above.
unsafe fn compute(
    points: *const f64,
    points_len: usize,
    references: *const f64,
    references_len: usize,
    distances_len: usize,
) -> Result<Vec<f64>, i32> {
    let points = unsafe { floats(points, points_len) }?;
    let references = unsafe { floats(references, references_len) }?;
    if references.is_empty() || points.len() != distances_len {
        return Err(BAD_LENGTH);
    }
    panic::catch_unwind(|| nearest::nearest_distances(&points, &references)).map_err(|_| PANICKED)
}

/// # Safety
///
/// As above.
unsafe fn floats(first: *const f64, len: usize) -> Result<Vec<[f64; 2]>, i32> {
    if first.is_null() {
        return Err(NULL_POINTER);
    }
    if len % 2 != 0 {
        return Err(BAD_LENGTH);
    }
    let floats = unsafe { slice::from_raw_parts(first, len) };
    match floats.iter().find(|x| !x.is_finite()) {
        Some(_) => Err(NOT_FINITE),
        None => Ok(to_points(floats)),
    }
}
