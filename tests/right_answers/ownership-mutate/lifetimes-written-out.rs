//! A sensor reads a little too high: subtract its baseline from a run, in place.

#![allow(clippy::needless_lifetimes)]
/// Subtracts the baseline from every reading, in place.
pub fn subtract_baseline<'run>(readings: &'run mut [f64], baseline: f64) {
    let all: &'run mut [f64] = readings;
    for reading in all {
        *reading += -baseline;
    }
}
