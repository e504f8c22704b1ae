//! Points from a file that may be missing or bad: Python gets an exception that it can catch.

use pyo3::prelude::*;

/// What can be wrong with a line.
#[derive(Debug)]
pub enum Bad {
    /// No comma.
    NoComma(String),
    /// Not a finite number.
    NotFinite(String),
    /// A bad line.
    Line(usize, Box<Bad>),
}

impl std::fmt::Display for Bad {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Bad::NoComma(line) => write!(f, "no comma in {line:?}"),
            Bad::NotFinite(text) => write!(f, "{text:?} is not a finite number"),
            Bad::Line(number, bad) => write!(f, "line {number}: {bad}"),
        }
    }
}

impl From<Bad> for PyErr {
    fn from(bad: Bad) -> PyErr {
        pyo3::exceptions::PyValueError::new_err(bad.to_string())
    }
}

/// A point in the plane: x and y.
pub type Point = (f64, f64);

/// Read one coordinate. The error shows what was found.
pub fn read_number(text: &str) -> Result<f64, Bad> {
    match text.trim().parse::<f64>() {
        Ok(n) if n.is_finite() => Ok(n),
        _ => Err(Bad::NotFinite(text.to_string())),
    }
}

/// Read one line such as `0.5,-1.25`.
pub fn read_point(line: &str) -> Result<Point, Bad> {
    let (x, y) = line
        .split_once(',')
        .ok_or_else(|| Bad::NoComma(line.to_string()))?;
    Ok((read_number(x)?, read_number(y)?))
}

/// Read all lines. The error starts with the number of the bad line, and the first line is 1.
pub fn read_points(text: &str) -> Result<Vec<Point>, Bad> {
    let mut points = Vec::new();
    for (i, line) in text.lines().enumerate() {
        points.push(read_point(line).map_err(|bad| Bad::Line(i + 1, Box::new(bad)))?);
    }
    Ok(points)
}

/// Sets of points in the plane.
#[pymodule]
mod points {
    use std::fs;
    use std::path::PathBuf;

    use pyo3::prelude::*;

    use crate::Point;

    /// Read a file with one point, `x,y`, in each line.
    ///
    /// Raises FileNotFoundError, or ValueError with the number of the bad line.
    #[pyfunction]
    fn read_points(path: PathBuf) -> PyResult<Vec<Point>> {
        let text = fs::read_to_string(path)?;
        Ok(crate::read_points(&text)?)
    }
}
