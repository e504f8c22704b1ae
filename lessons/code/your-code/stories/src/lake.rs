//! Sample points in a lake: a small function, called once per row.

use numpy::{PyArray1, PyReadonlyArray2};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

type Point = (f64, f64);

// [inside]
/// Whether a ray to the right of a point crosses the outline an odd number of times.
fn crosses_oddly(x: f64, y: f64, outline: &[Point]) -> bool {
    let mut inside = false;
    let (mut x1, mut y1) = outline.last().copied().unwrap_or_default();
    for &(x2, y2) in outline {
        if (y1 > y) != (y2 > y) && x < x1 + (y - y1) / (y2 - y1) * (x2 - x1) {
            inside = !inside;
        }
        (x1, y1) = (x2, y2);
    }
    inside
}
// [end]

// [call]
/// Whether one point lies inside.
#[pyfunction]
pub fn is_inside(x: f64, y: f64, outline: Vec<Point>) -> bool {
    crosses_oddly(x, y, &outline)
}
// [end]

// [list]
/// For each point of a list whether it lies inside.
#[pyfunction]
pub fn points_inside_list(points: Vec<Point>, outline: Vec<Point>) -> Vec<bool> {
    points
        .iter()
        .map(|&(x, y)| crosses_oddly(x, y, &outline))
        .collect()
}
// [end]

// [array]
/// For each row of an array whether it lies inside.
#[pyfunction]
pub fn points_inside_array<'py>(
    py: Python<'py>,
    points: PyReadonlyArray2<'py, f64>,
    outline: Vec<Point>,
) -> PyResult<Bound<'py, PyArray1<bool>>> {
    let points = points.as_array();
    if points.ncols() != 2 {
        return Err(PyValueError::new_err("a point has two coordinates"));
    }
    let rows = points.rows().into_iter();
    let inside = rows.map(|point| crosses_oddly(point[0], point[1], &outline));
    Ok(PyArray1::from_vec(py, inside.collect()))
}
// [end]
