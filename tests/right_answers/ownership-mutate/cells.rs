//! A sensor reads a little too high: subtract its baseline from a run, in place.

use std::cell::Cell;
/// Subtracts the baseline from every reading, in place.
pub fn subtract_baseline(readings: &mut [f64], baseline: f64) {
    let cells = Cell::from_mut(readings).as_slice_of_cells();
    for cell in cells {
        cell.set(cell.get() - baseline);
    }
}
