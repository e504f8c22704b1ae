//! A safe function around the C function `nearest`, which `native/nearest.h` describes.

use std::ffi::c_int;

unsafe extern "C" {
    fn nearest(points: *const f64, n: c_int, references: *const f64, m: c_int, distances: *mut f64);
}

/// A length as a C `int`; an `Err` with the length if it doesn't fit.
pub fn c_length(length: usize) -> Result<c_int, String> {
    c_int::try_from(length).map_err(|_| format!("{length} is too large for a C int"))
}

/// The distance from each point to the nearest reference.
///
/// An `Err` if there are no references, or more points or references than a C `int` can count.
pub fn nearest_distances(points: &[[f64; 2]], references: &[[f64; 2]]) -> Result<Vec<f64>, String> {
    if references.is_empty() {
        return Err(String::from("references must not be empty"));
    }
    let n = c_length(points.len())?;
    let m = c_length(references.len())?;
    let mut distances = vec![0.0; points.len()];
    // SAFETY: `points` holds n pairs of floats and `references` m of them, at least one;
    // `distances` has room for n floats. C uses the pointers only during the call.
    unsafe {
        nearest(
            &points[0][0],
            n,
            references.as_flattened().as_ptr(),
            m,
            distances.as_mut_ptr(),
        );
    }
    Ok(distances)
}
