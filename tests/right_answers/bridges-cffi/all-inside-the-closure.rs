//! What C programs call: one function, with pointers and numbers only.

use std::panic::{AssertUnwindSafe, catch_unwind};
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
    let done = catch_unwind(AssertUnwindSafe(|| {
        if points.is_null() || references.is_null() || distances.is_null() {
            return NULL_POINTER;
        }
        let n = points_len / 2;
        if points_len != 2 * n || references_len % 2 == 1 || references_len < 2 {
            return BAD_LENGTH;
        }
        if distances_len != n {
            return BAD_LENGTH;
        }
        // SAFETY: checked above, and promised by the caller.
        let p = unsafe { slice::from_raw_parts(points, points_len) };
        // SAFETY: checked above, and promised by the caller.
        let r = unsafe { slice::from_raw_parts(references, references_len) };
        if p.iter().any(|x| !x.is_finite()) || r.iter().any(|x| !x.is_finite()) {
            return NOT_FINITE;
        }
        let result = nearest::nearest_distances(&to_points(p), &to_points(r));
        // SAFETY: checked above, and promised by the caller.
        let d = unsafe { slice::from_raw_parts_mut(distances, n) };
        d.copy_from_slice(&result);
        OK
    }));
    done.unwrap_or(PANICKED)
}
