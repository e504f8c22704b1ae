//! A sensor reads a little too high: subtract its baseline from a run, in place.

/// Subtracts the baseline from every reading, in place.
pub fn subtract_baseline(readings: &mut [f64], baseline: f64) {
    match readings {
        [] => {}
        [one] => *one -= baseline,
        many => {
            let (left, right) = many.split_at_mut(many.len() / 2);
            subtract_baseline(left, baseline);
            subtract_baseline(right, baseline);
        }
    }
}
