//! The largest step between readings that follow each other, for Python and C.

/// The largest step up or down; 0 where there are less than two readings.
pub fn largest_step_of(readings: &[f64]) -> f64 {
    let largest = 0.0;
    for i in 1..readings.len() {
        let step = (readings[i] - readings[i - 1]).abs();
        if step > largest {
            largest = step;
        }
    }
    largest
}

/// `largest_step_of` for C: of `length` readings, the first of which is at `readings`.
///
/// # Safety
///
/// `readings` is not null, and nobody changes the `length` floats there during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn TOPIC_largest_step(readings: *const f64, length: usize) -> f64 {
    // SAFETY: the caller promises it.
    largest_step_of(unsafe { std::slice::from_raw_parts(readings, length) })
}
