//! A C function that doesn't catch a panic, to show what becomes of the process.

use crate::nearest;

/// The distance from the point (x, 0) to (0, 0).
///
/// # Panics
///
/// If `x` is too large: the panic can't leave a C function, so it ends the process.
// SAFETY: no other function of this library, and none that it is linked with, has this name.
#[unsafe(no_mangle)]
pub extern "C" fn distance_uncaught(x: f64) -> f64 {
    nearest::nearest_distances(&[[x, 0.0]], &[[0.0, 0.0]])[0]
}
