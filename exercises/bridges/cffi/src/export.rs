//! What C programs call: one function, with pointers and numbers only.

use crate::nearest::{self, to_points};
use crate::{BAD_LENGTH, NOT_FINITE, NULL_POINTER, OK, PANICKED};

// TODO: write the body. `nearest::nearest_distances` and `to_points` are given, in nearest.rs.

/// Write the distance from each point to the nearest reference, and return a status of lib.rs.
///
/// Coordinates are x, y, x, y, and so on; each length counts floats. Only with `OK` is anything
/// written to `distances`. A pointer must not be null, even if its length is 0.
///
/// # Safety
///
/// A pointer that isn't null is aligned, and as many floats as its length says follow there.
/// `distances` doesn't overlap the other two arrays. During the call nobody else reads or writes
/// it, or writes to the others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nearest_distances(
    points: *const f64,
    points_len: usize,
    references: *const f64,
    references_len: usize,
    distances: *mut f64,
    distances_len: usize,
) -> i32 {
    -1
}
