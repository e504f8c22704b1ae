//! Another way: declare the writer in its own block, which works like Python's `with`.

use std::io::{self, Write};
use std::path::Path;

pub mod table;

// [report]
/// Writes one row for each reading, then counts the rows in the file.
///
/// Returns the number of rows, and the number of files that are still open for writing.
pub fn write_report(path: &Path, readings: &[f64]) -> io::Result<(usize, usize)> {
    {
        let mut writer = table::create(path)?;
        for reading in readings {
            writeln!(writer, "{reading}")?;
        }
    } // `writer` goes out of scope and is dropped
    let rows = table::count_rows(path)?;
    Ok((rows, table::open_files()))
}
// [end]
