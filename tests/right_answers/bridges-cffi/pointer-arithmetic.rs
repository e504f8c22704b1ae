//! What C programs call: one function, with pointers and numbers only.

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
    if points == std::ptr::null() || references == std::ptr::null() {
        return NULL_POINTER;
    }
    if distances == std::ptr::null_mut() {
        return NULL_POINTER;
    }
    if points_len % 2 > 0 || references_len % 2 > 0 || references_len == 0 {
        return BAD_LENGTH;
    }
    if distances_len * 2 != points_len {
        return BAD_LENGTH;
    }
    let mut p = Vec::new();
    let mut r = Vec::new();
    for i in 0..points_len {
        let x = unsafe { *points.add(i) };
        if x.is_nan() || x.is_infinite() {
            return NOT_FINITE;
        }
        p.push(x);
    }
    for i in 0..references_len {
        let x = unsafe { *references.add(i) };
        if x.is_nan() || x.is_infinite() {
            return NOT_FINITE;
        }
        r.push(x);
    }
    let p = to_points(&p);
    let r = to_points(&r);
    let result = std::panic::catch_unwind(|| nearest::nearest_distances(&p, &r));
    if let Ok(computed) = result {
        for (i, distance) in computed.into_iter().enumerate() {
            unsafe { *distances.add(i) = distance };
        }
        return OK;
    }
    PANICKED
}
