//! What C programs call: one function, with pointers and numbers only.

use std::panic;
use std::slice;

use crate::nearest::{self, to_points};
use crate::{BAD_LENGTH, NOT_FINITE, NULL_POINTER, OK, PANICKED};

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
    if points_len % 2 != 0 || references_len % 2 != 0 {
        return BAD_LENGTH;
    }
    if references_len == 0 || distances_len != points_len / 2 {
        return BAD_LENGTH;
    }
    // SAFETY: no pointer is null, and the caller promises the rest: see the section above.
    let (points, references, distances) = unsafe {
        (
            slice::from_raw_parts(points, points_len),
            slice::from_raw_parts(references, references_len),
            slice::from_raw_parts(distances, distances_len),
        )
    };
    if !points.iter().chain(references).all(|x| x.is_finite()) {
        return NOT_FINITE;
    }
    let computed = panic::catch_unwind(|| {
        nearest::nearest_distances(&to_points(points), &to_points(references))
    });
    match computed {
        Ok(computed) => {
            for (i, distance) in computed.iter().enumerate() {
                distances[i] = *distance;
            }
            OK
        }
        Err(_) => PANICKED,
    }
}
