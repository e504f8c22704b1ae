//! Points from a file that may be missing or bad: Python gets an exception that it can catch.

use std::fmt;

use pyo3::prelude::*;

/// A point in the plane: x and y.
pub type Point = (f64, f64);

/// What is wrong with a line.
pub enum Problem {
    /// It has no comma.
    NoComma(String),
    /// A coordinate is not a number, or not finite.
    NotFinite(String),
    /// The line of this number has a problem.
    InLine(usize, Box<Problem>),
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::NoComma(line) => write!(out, "no comma in {line:?}"),
            Problem::NotFinite(text) => write!(out, "{text:?} is not a finite number"),
            Problem::InLine(number, problem) => write!(out, "line {number}: {problem}"),
        }
    }
}

/// Read one coordinate. The error shows what was found.
pub fn read_number(text: &str) -> Result<f64, Problem> {
    match text.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => Err(Problem::NotFinite(text.to_string())),
    }
}

/// Read one line such as `0.5,-1.25`.
pub fn read_point(line: &str) -> Result<Point, Problem> {
    let Some((x, y)) = line.split_once(',') else {
        return Err(Problem::NoComma(line.to_string()));
    };
    Ok((read_number(x)?, read_number(y)?))
}

/// Read all lines. The error starts with the number of the bad line, and the first line is 1.
pub fn read_points(text: &str) -> Result<Vec<Point>, Problem> {
    let mut points = Vec::new();
    for (index, line) in text.lines().enumerate() {
        match read_point(line) {
            Ok(point) => points.push(point),
            Err(problem) => return Err(Problem::InLine(index + 1, Box::new(problem))),
        }
    }
    Ok(points)
}

/// Sets of points in the plane.
#[pymodule]
mod points {
    use std::fs;
    use std::io::ErrorKind;
    use std::path::PathBuf;

    use pyo3::exceptions::{PyFileNotFoundError, PyValueError};
    use pyo3::prelude::*;

    use crate::Point;

    /// Read a file with one point, `x,y`, in each line.
    ///
    /// Raises FileNotFoundError, or ValueError with the number of the bad line.
    #[pyfunction]
    fn read_points(path: PathBuf) -> PyResult<Vec<Point>> {
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let message = format!("{error}: {}", path.display());
                return Err(PyFileNotFoundError::new_err(message));
            }
            Err(error) => return Err(error.into()),
        };
        match crate::read_points(&text) {
            Ok(points) => Ok(points),
            Err(problem) => Err(PyValueError::new_err(problem.to_string())),
        }
    }
}
