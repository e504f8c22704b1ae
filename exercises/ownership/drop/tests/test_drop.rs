//! The tests of `ownership-drop`.

use std::path::PathBuf;
use std::{env, fs, process};

use ownership_drop::{table, write_report};

#[test]
fn test_every_row_is_in_the_file() {
    let (rows, _) = write_report(&file("rows"), &thousand()).unwrap();
    assert_eq!(rows, 1000, "{rows} of 1000 rows were in the file");
}

#[test]
fn test_writer_is_gone_when_the_file_is_read() {
    let (_, open) = write_report(&file("gone"), &thousand()).unwrap();
    let Some(open_then) = table::open_when_counted() else {
        panic!("`count_rows` was never called");
    };
    assert_eq!(
        open_then, 0,
        "the file is still open for writing while its rows are counted"
    );
    assert_eq!(open, 0, "no file is open for writing at the end");
}

#[test]
fn test_other_open_files_are_counted() {
    let other = table::create(&file("other")).unwrap();
    let (_, open) = write_report(&file("counted"), &[21.5]).unwrap();
    assert_eq!(open, 1, "this test has one other file open for writing");
    drop(other);
}

#[test]
fn test_rows_are_the_readings() {
    let path = file("readings");
    let readings = [21.5, -3.0, 0.1 + 0.2, -0.0, f64::NAN, f64::NEG_INFINITY];
    write_report(&path, &readings).unwrap();
    assert_eq!(
        fs::read_to_string(path).unwrap(),
        "21.5\n-3\n0.30000000000000004\n-0\nNaN\n-inf\n"
    );
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

/// Readings from -50 to 49.9, so few that their rows fit into the writer's buffer.
fn thousand() -> Vec<f64> {
    (-500..500).map(|tenths| f64::from(tenths) / 10.0).collect()
}

/// A separate file for each test and each run.
fn file(name: &str) -> PathBuf {
    let run = process::id();
    env::temp_dir().join(format!("ownership-drop-{name}-{run}.csv"))
}
