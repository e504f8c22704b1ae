//! A safe function around the C function `nearest`, which `native/nearest.h` describes.

use std::ffi::c_int;

unsafe extern "C" {
    fn nearest(points: *const f64, n: c_int, references: *const f64, m: c_int, distances: *mut f64);
}

/// A length as a C `int`; an `Err` with the length if it doesn't fit.
pub fn c_length(length: usize) -> Result<c_int, String> {
    length
        .try_into()
        .or(Err(format!("a C int cannot count {length}")))
}

/// The distance from each point to the nearest reference.
///
/// An `Err` if there are no references, or more points or references than a C `int` can count.
pub fn nearest_distances(points: &[[f64; 2]], references: &[[f64; 2]]) -> Result<Vec<f64>, String> {
    let (n, m) = match (c_length(points.len()), c_length(references.len())) {
        (_, Ok(0)) => return Err("references: none".to_owned()),
        (Ok(n), Ok(m)) => (n, m),
        (Err(error), _) | (_, Err(error)) => return Err(error),
    };
    let (points, references) = (points.as_flattened(), references.as_flattened());
    let mut distances = Vec::new();
    distances.resize(points.len() / 2, f64::NAN);
    // SAFETY: n and m are half the lengths of the slices, m is positive, and C writes n floats.
    unsafe {
        nearest(
            points.as_ptr(),
            n,
            references.as_ptr(),
            m,
            &raw mut distances[..] as *mut f64,
        )
    };
    Ok(distances)
}
