//! The nearest distances as a C library, which `nearest.h` describes.
//!
//! No function here can panic: a panic would end the whole program at the border to C.

mod nearest;
#[cfg(test)]
mod tests;

use std::hint::black_box;
use std::ptr::{null_mut, slice_from_raw_parts_mut};
use std::slice::from_raw_parts;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Address and length of each result that was returned and not freed.
static IN_USE: Mutex<Vec<(usize, usize)>> = Mutex::new(Vec::new());

/// Return the distance from each point to the nearest reference, as an array of `n` doubles.
///
/// The result must be passed to `free_distances`. It is null, and nothing is allocated, if a
/// pointer is null or not aligned, if `m` is 0 or if a coordinate is not finite.
///
/// # Safety
///
/// Each pointer is null, or `2 * n` or `2 * m` doubles can be read there, which nobody changes
/// during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nearest_distances(
    points: *const f64,
    n: usize,
    references: *const f64,
    m: usize,
) -> *mut f64 {
    // SAFETY: the caller promises this of both arrays.
    let arrays = unsafe { (as_points(points, n), as_points(references, m)) };
    let (Some(points), Some(references)) = arrays else {
        return null_mut();
    };
    let Some(mut distances) = nearest::nearest_distances(points, references) else {
        return null_mut();
    };
    distances.push(f64::NAN); // so that a result of no doubles has an address of its own, too
    let distances = Box::into_raw(distances.into_boxed_slice()).cast::<f64>();
    in_use().push((distances.addr(), n));
    distances
}

/// Overwrite a result of `n` doubles with NaN, and free its memory.
///
/// Null is ignored, and so is a pointer that is no result of this length.
///
/// # Safety
///
/// If it is such a result, nobody uses it during the call or later.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free_distances(distances: *mut f64, n: usize) {
    let mut in_use = in_use();
    let Some(index) = in_use.iter().position(|one| *one == (distances.addr(), n)) else {
        return;
    };
    in_use.swap_remove(index);
    // SAFETY: `nearest_distances` made this pointer of a box with `n + 1` floats, as the list says,
    // and it is no longer in the list, so it never becomes a box again.
    let mut owned = unsafe { Box::from_raw(slice_from_raw_parts_mut(distances, n + 1)) };
    owned.fill(f64::NAN);
    black_box(&mut owned); // or the compiler leaves out what nobody reads
}

/// How many doubles were returned and not freed.
#[unsafe(no_mangle)]
pub extern "C" fn distances_in_use() -> usize {
    in_use().iter().map(|(_, n)| n).sum()
}

fn in_use() -> MutexGuard<'static, Vec<(usize, usize)>> {
    IN_USE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The points in an array of C; `None` if the pointer is null or not aligned.
///
/// # Safety
///
/// The pointer is null, or `2 * n` doubles can be read there, which nobody changes for `'a`.
unsafe fn as_points<'a>(points: *const f64, n: usize) -> Option<&'a [[f64; 2]]> {
    if points.is_null() || !points.is_aligned() {
        return None;
    }
    // SAFETY: the caller promises it, and an array of two floats is laid out like two floats.
    Some(unsafe { from_raw_parts(points.cast(), n) })
}
