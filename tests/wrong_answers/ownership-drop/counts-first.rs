//! A report writes a thousand rows, reads the file back, and finds none of them.

use std::io::{self, Write};
use std::path::Path;

pub mod table;

/// Writes one row for each reading, then counts the rows in the file.
///
/// Returns the number of rows, and the number of files that are still open for writing.
/// A `?` after a call means: if the call fails, return its error to the caller.
pub fn write_report(path: &Path, readings: &[f64]) -> io::Result<(usize, usize)> {
    let rows = table::count_rows(path)?;
    let mut writer = table::create(path)?;
    for reading in readings {
        writeln!(writer, "{reading}")?;
    }
    // TODO: the rows are still in the writer's buffer. Drop the writer before the file is read.
    drop(writer);
    Ok((rows, table::open_files()))
}
