//! A sensor reads a little too high: subtract its baseline from a run, in place.

/// Subtracts the baseline from every reading, in place.
pub fn subtract_baseline(readings: &mut [f64], baseline: f64) {
    for reading in readings {
        let corrected = *reading - baseline;
        *reading = corrected;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_it() {
        let mut run = vec![1.0, 2.0];
        subtract_baseline(&mut run, 1.0);
        assert_eq!(run, [0.0, 1.0]);
    }
}
