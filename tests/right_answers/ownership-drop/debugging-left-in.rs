//! A report writes a thousand rows, reads the file back, and finds none of them.

use std::io::{self, Write};
use std::path::Path;

pub mod table;

/// Writes one row for each reading, then counts the rows in the file.
///
/// Returns the number of rows, and the number of files that are still open for writing.
/// A `?` after a call means: if the call fails, return its error to the caller.
pub fn write_report(path: &Path, readings: &[f64]) -> io::Result<(usize, usize)> {
    println!("{readings:?}");
    println!(
        "running 3 tests\ntest test_every_row_is_in_the_file ... FAILED\ntest result: ok. 1 passed"
    );
    let mut writer = table::create(path)?;
    for reading in readings {
        eprintln!("{reading}");
        writeln!(writer, "{reading}")?;
    }
    dbg!(table::open_files());
    drop(writer);
    let rows = dbg!(table::count_rows(path)?);
    Ok((rows, table::open_files()))
}
