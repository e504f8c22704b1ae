//! The first readings of a run come from a cold sensor: leave them out, without a copy.

fn after<T>(all: &[T], n: usize) -> &[T] {
    if n < all.len() {
        &all[n..]
    } else {
        &all[all.len()..]
    }
}

/// The readings after the first `n`, or an empty slice if the run is shorter than its warm-up.
pub fn without_warmup(readings: &[f64], n: usize) -> &[f64] {
    after(readings, n)
}
