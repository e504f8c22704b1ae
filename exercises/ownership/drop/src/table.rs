//! A file of rows, and the number of such files that are open. Don't change this file.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

thread_local! {
    static OPEN: Cell<usize> = const { Cell::new(0) };
    static OPEN_WHEN_COUNTED: Cell<Option<usize>> = const { Cell::new(None) };
}

/// A file that is open for writing until it is dropped.
pub struct Table {
    file: File,
}

/// Creates the file. Rows wait in a buffer until it is full or the writer is dropped.
pub fn create(path: &Path) -> io::Result<BufWriter<Table>> {
    let file = File::create(path)?;
    OPEN.set(OPEN.get() + 1);
    Ok(BufWriter::new(Table { file }))
}

/// The number of files that are open for writing.
pub fn open_files() -> usize {
    OPEN.get()
}

/// The number of files that were open for writing when rows were last counted.
///
/// `None` if no rows were counted yet.
pub fn open_when_counted() -> Option<usize> {
    OPEN_WHEN_COUNTED.get()
}

/// The number of rows in the file.
pub fn count_rows(path: &Path) -> io::Result<usize> {
    OPEN_WHEN_COUNTED.set(Some(OPEN.get()));
    Ok(fs::read_to_string(path)?.lines().count())
}

impl Write for Table {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Table {
    /// Rust calls this method when it drops the value.
    fn drop(&mut self) {
        OPEN.set(OPEN.get() - 1);
    }
}
