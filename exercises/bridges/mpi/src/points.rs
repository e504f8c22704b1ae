//! The reader of the exercise `values-exceptions`: points from a file that may be bad.

use std::fs;
use std::path::PathBuf;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// A point in the plane: x and y.
pub type Point = (f64, f64);

/// Read one coordinate. The error shows what was found.
pub fn read_number(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => Err(format!("{text:?} is not a finite number")),
    }
}

/// Read one line such as `0.5,-1.25`.
pub fn read_point(line: &str) -> Result<Point, String> {
    let Some((x, y)) = line.split_once(',') else {
        return Err(format!("no comma in {line:?}"));
    };
    Ok((read_number(x)?, read_number(y)?))
}

/// Read all lines. The error starts with the number of the first bad line; lines count from 1.
pub fn read_points(text: &str) -> Result<Vec<Point>, String> {
    let mut points = Vec::new();
    for (index, line) in text.lines().enumerate() {
        match read_point(line) {
            Ok(point) => points.push(point),
            Err(reason) => return Err(format!("line {}: {reason}", index + 1)),
        }
    }
    Ok(points)
}

/// Read a file with one point, `x,y`, in each line.
///
/// Raises FileNotFoundError, or ValueError with the number of the first bad line.
#[pyfunction(name = "read_points")]
pub fn read_points_file(path: PathBuf) -> PyResult<Vec<Point>> {
    let text = fs::read_to_string(path)?;
    read_points(&text).map_err(PyValueError::new_err)
}
