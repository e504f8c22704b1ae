//! The nearest distances as a C library. The file `nearest.h` declares its function for C programs.

pub mod export;
pub mod nearest;

/// The distances are written.
pub const OK: i32 = 0;
/// A pointer is null.
pub const NULL_POINTER: i32 = 1;
/// A length is odd, there are no references, or `distances_len` is not the number of points.
pub const BAD_LENGTH: i32 = 2;
/// A coordinate is NaN or infinite.
pub const NOT_FINITE: i32 = 3;
/// The Rust code panicked.
pub const PANICKED: i32 = 4;
