//! The bridge of ctypes and cffi: C functions, declared for C in `bridges.h`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::slice;

use crate::nearest;

const OK: i32 = 0;
const NULL_POINTER: i32 = 1;
const BAD_LENGTH: i32 = 2;
const NOT_FINITE: i32 = 3;
const PANICKED: i32 = 4;

/// Half of `x`.
// SAFETY: no other function of this library, and none that it is linked with, has this name.
#[unsafe(no_mangle)]
pub extern "C" fn half(x: f64) -> f64 {
    nearest::half(x)
}

/// Write the distance from each point to the nearest reference, and return a status.
///
/// # Safety
///
/// Each pointer is null or aligned, and points to as many doubles as its length says. Until the
/// function returns, nobody else writes to them, and nobody else reads `distances`.
// SAFETY: no other function of this library, and none that it is linked with, has this name.
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
    let (n, m) = (points_len / 2, references_len / 2);
    if 2 * n != points_len || 2 * m != references_len || m == 0 || distances_len != n {
        return BAD_LENGTH;
    }
    // SAFETY: none of them is null, and the caller promises the rest. A point is two doubles.
    let (points, references, distances) = unsafe {
        (
            slice::from_raw_parts(points.cast::<[f64; 2]>(), n),
            slice::from_raw_parts(references.cast::<[f64; 2]>(), m),
            slice::from_raw_parts_mut(distances, n),
        )
    };
    if [points, references]
        .iter()
        .any(|rows| nearest::row_not_finite(rows).is_some())
    {
        return NOT_FINITE;
    }
    let work = AssertUnwindSafe(|| nearest::nearest_distances(points, references));
    let Ok(found) = catch_unwind(work) else {
        return PANICKED;
    };
    distances.copy_from_slice(&found);
    OK
}
