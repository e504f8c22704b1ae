//! Another way: the vector starts without any values, and C fills its capacity.

use std::ffi::c_int;

unsafe extern "C" {
    fn nearest(points: *const f64, n: c_int, references: *const f64, m: c_int, distances: *mut f64);
}

/// A length as a C `int`; an `Err` with the length if it doesn't fit.
pub fn c_length(length: usize) -> Result<c_int, String> {
    match c_int::try_from(length) {
        Ok(length) => Ok(length),
        Err(reason) => Err(format!("{length} as a C int: {reason}")),
    }
}

/// The distance from each point to the nearest reference.
///
/// An `Err` if there are no references, or more points or references than a C `int` can count.
pub fn nearest_distances(points: &[[f64; 2]], references: &[[f64; 2]]) -> Result<Vec<f64>, String> {
    let (n, m) = (c_length(points.len())?, c_length(references.len())?);
    if m == 0 {
        return Err(String::from("references must not be empty"));
    }
    let mut distances = Vec::with_capacity(points.len());
    // SAFETY: `points` holds n pairs of floats and `references` m of them, at least one;
    // `distances` has room for n floats, and C has written each of them before `set_len`.
    unsafe {
        nearest(
            points.as_ptr().cast(),
            n,
            references.as_ptr().cast(),
            m,
            distances.as_mut_ptr(),
        );
        distances.set_len(points.len());
    }
    Ok(distances)
}
