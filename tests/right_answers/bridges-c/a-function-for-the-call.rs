//! A safe function around the C function `nearest`, which `native/nearest.h` describes.

use std::ffi::c_int;

unsafe extern "C" {
    fn nearest(points: *const f64, n: c_int, references: *const f64, m: c_int, distances: *mut f64);
}

/// A length as a C `int`; an `Err` with the length if it doesn't fit.
pub fn c_length(length: usize) -> Result<c_int, String> {
    if length > c_int::MAX as usize {
        Err(format!("too large: {length}"))
    } else {
        Ok(length as c_int)
    }
}

/// The distance from each point to the nearest reference.
///
/// An `Err` if there are no references, or more points or references than a C `int` can count.
pub fn nearest_distances(points: &[[f64; 2]], references: &[[f64; 2]]) -> Result<Vec<f64>, String> {
    if references.is_empty() {
        Err("the array references has no rows")?;
    }
    let counts = [c_length(points.len())?, c_length(references.len())?];
    Ok(call_c(
        points.as_flattened(),
        references.as_flattened(),
        counts,
    ))
}

/// `counts` must be the numbers of points and references.
fn call_c(points: &[f64], references: &[f64], [n, m]: [c_int; 2]) -> Vec<f64> {
    assert!(points.len() == 2 * n as usize && references.len() == 2 * m as usize && m > 0);
    let mut distances = vec![0.0; n as usize].into_boxed_slice();
    let result = distances.as_mut_ptr();
    // SAFETY: see the line with `assert!`; `distances` has n elements.
    unsafe { nearest(points.as_ptr(), n, references.as_ptr(), m, result) }
    distances.into_vec()
}
