//! A safe function around the C function `nearest`, which `native/nearest.h` describes.

use std::ffi::c_int;

unsafe extern "C" {
    fn nearest(points: *const f64, n: c_int, references: *const f64, m: c_int, distances: *mut f64);
}

/// A length as a C `int`; an `Err` with the length if it doesn't fit.
pub fn c_length(length: usize) -> Result<c_int, String> {
    match i32::try_from(length) {
        Err(error) => Err(format!("the length {length}: {error}")),
        fits => Ok(fits.unwrap_or_default()),
    }
}

/// The distance from each point to the nearest reference.
///
/// An `Err` if there are no references, or more points or references than a C `int` can count.
pub fn nearest_distances(points: &[[f64; 2]], references: &[[f64; 2]]) -> Result<Vec<f64>, String> {
    let first = references.first();
    first.ok_or("there are no references, only points")?;
    let mut distances = points.iter().map(|_| 0f64).collect::<Vec<_>>();
    // SAFETY: both vectors live until the call returns, and C writes n distances.
    unsafe {
        nearest(
            points.concat().as_ptr(),
            c_length(points.len())?,
            references.concat().as_ptr(),
            c_length(references.len())?,
            distances.as_mut_slice().as_mut_ptr(),
        );
    }
    Ok(distances)
}
