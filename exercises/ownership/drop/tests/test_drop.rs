//! The tests of `ownership-drop`.

use std::fs;
use std::path::PathBuf;

use ownership_drop::write_report;

#[test]
fn test_every_row_is_in_the_file() {
    let (rows, _) = write_report(&file("rows"), &[21.5; 1000]).unwrap();
    assert_eq!(rows, 1000);
}

#[test]
fn test_writer_is_gone_when_the_file_is_read() {
    let (_, open) = write_report(&file("gone"), &[21.5; 1000]).unwrap();
    assert_eq!(
        open, 0,
        "the file is still open for writing while the report reads it"
    );
}

#[test]
fn test_rows_are_the_readings() {
    let path = file("readings");
    write_report(&path, &[21.5, -3.0]).unwrap();
    assert_eq!(fs::read_to_string(path).unwrap(), "21.5\n-3\n");
}

#[test]
fn test_no_readings_make_no_rows() {
    let (rows, _) = write_report(&file("none"), &[]).unwrap();
    assert_eq!(rows, 0);
}

#[test]
fn test_missing_folder_is_an_error() {
    let path = file("no-such-folder").join("report.csv");
    assert!(write_report(&path, &[21.5]).is_err());
}

/// A separate file for each test, in the folder that cargo provides for tests.
fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("ownership-drop-{name}.csv"))
}
