//! The first readings of a run come from a cold sensor: leave them out, without a copy.

/// The readings after the first `n`, or an empty slice if the run is shorter than its warm-up.
pub fn without_warmup(readings: &[f64], n: usize) -> &[f64] {
    &readings[usize::min(n, readings.len())..]
}

#[cfg(test)]
mod tests {
    use super::without_warmup;

    #[test]
    fn shorter() {
        assert!(without_warmup(&[1.0], 2).is_empty());
    }
}
