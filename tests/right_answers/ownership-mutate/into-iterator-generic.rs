//! A sensor reads a little too high: subtract its baseline from a run, in place.

/// Subtracts the baseline from every reading, in place.
pub fn subtract_baseline<'a, I>(readings: I, baseline: f64)
where
    I: IntoIterator<Item = &'a mut f64>,
{
    for reading in readings {
        *reading -= baseline;
    }
}
