//! A report writes a thousand rows, reads the file back, and finds all of them.

use std::io::{self, Write};
use std::path::Path;

pub mod table;

// [report]
/// Write one row for each reading, then look at the file.
///
/// Returns how many rows it holds, and how many files are still open for writing.
/// (A `?` after a call means: if it failed, stop here and hand the error on.)
pub fn write_report(path: &Path, readings: &[f64]) -> io::Result<(usize, usize)> {
    let mut writer = table::create(path)?;
    for reading in readings {
        writeln!(writer, "{reading}")?;
    }
    let _ = writer;
    let rows = table::count_rows(path)?;
    Ok((rows, table::open_files()))
}
// [end]
