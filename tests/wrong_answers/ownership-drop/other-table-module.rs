//! A report writes a thousand rows, reads the file back, and finds none of them.

use std::io::{self, Write};
use std::path::Path;

pub mod table {
    //! Mine.
    use std::fs::File;
    use std::io::{self, BufWriter};
    use std::path::Path;
    /// Creates the file.
    pub fn create(path: &Path) -> io::Result<BufWriter<File>> {
        Ok(BufWriter::new(File::create(path)?))
    }
    /// Open files.
    pub fn open_files() -> usize {
        0
    }
    /// Rows.
    pub fn count_rows(path: &Path) -> io::Result<usize> {
        Ok(std::fs::read_to_string(path)?.lines().count())
    }
}

/// Writes one row for each reading, then counts the rows in the file.
///
/// Returns the number of rows, and the number of files that are still open for writing.
/// A `?` after a call means: if the call fails, return its error to the caller.
pub fn write_report(path: &Path, readings: &[f64]) -> io::Result<(usize, usize)> {
    let mut writer = table::create(path)?;
    for reading in readings {
        writeln!(writer, "{reading}")?;
    }
    writer.flush()?;
    let rows = table::count_rows(path)?;
    Ok((rows, table::open_files()))
}
