//! Two ways to keep the smaller of two numbers: the page shows their machine code.

/// The smaller number, by a comparison.
#[inline(never)]
pub fn by_if(nearest: f64, squared: f64) -> f64 {
    if squared < nearest { squared } else { nearest }
}

/// The smaller number, by the method of `f64`, which ignores NaN.
#[inline(never)]
pub fn by_method(nearest: f64, squared: f64) -> f64 {
    nearest.min(squared)
}
