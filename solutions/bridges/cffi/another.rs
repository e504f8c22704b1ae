//! Another way: without a copy, because an `[f64; 2]` is two floats in a row. A safe function
//! checks and computes, and its `Err` is the status.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::slice::{from_raw_parts, from_raw_parts_mut};

use crate::nearest;
use crate::{BAD_LENGTH, NOT_FINITE, NULL_POINTER, OK, PANICKED};

// [core]
/// Write the distance from each point to the nearest reference; the error is a status of lib.rs.
fn write(points: &[[f64; 2]], references: &[[f64; 2]], distances: &mut [f64]) -> Result<(), i32> {
    if references.is_empty() || distances.len() != points.len() {
        return Err(BAD_LENGTH);
    }
    let mut coordinates = points.iter().chain(references).flatten();
    if coordinates.any(|coordinate| !coordinate.is_finite()) {
        return Err(NOT_FINITE);
    }
    distances.copy_from_slice(&nearest::nearest_distances(points, references));
    Ok(())
}

/// Write the distance from each point to the nearest reference, and return a status of lib.rs.
///
/// Coordinates are x, y, x, y, and so on, and each length is a number of floats. A null pointer is
/// an error, even if its length is 0. The distances are written only if the status is `OK`.
///
/// # Safety
///
/// A pointer that isn't null must be aligned, and point to as many floats as its length says.
/// `distances` must not overlap the other two arrays. During the call, nobody else may write to
/// one of the arrays, or read `distances`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nearest_distances(
    points: *const f64,
    points_len: usize,
    references: *const f64,
    references_len: usize,
    distances: *mut f64,
    distances_len: usize,
) -> i32 {
    if points.is_null() || references.is_null() || distances.is_null() {
        return NULL_POINTER;
    }
    if points_len % 2 == 1 || references_len % 2 == 1 {
        return BAD_LENGTH;
    }
    // SAFETY: the pointers are not null, the lengths are even, and the caller promises the rest.
    let points = unsafe { from_raw_parts(points.cast::<[f64; 2]>(), points_len / 2) };
    // SAFETY: the same.
    let references = unsafe { from_raw_parts(references.cast::<[f64; 2]>(), references_len / 2) };
    // SAFETY: the same, and nobody else uses these floats during the call.
    let distances = unsafe { from_raw_parts_mut(distances, distances_len) };
    match catch_unwind(AssertUnwindSafe(|| write(points, references, distances))) {
        Ok(Ok(())) => OK,
        Ok(Err(status)) => status,
        Err(_) => PANICKED,
    }
}
// [end]
