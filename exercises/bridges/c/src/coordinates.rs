//! NumPy arrays as arguments: the check, and a copy of the coordinates.

use numpy::ndarray::ArrayView2;
use numpy::{PyReadonlyArray2, PyUntypedArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// The coordinates of an array that holds points, row by row, side by side in memory.
///
/// Raises a ValueError that names the argument if the array holds no points. An element that is
/// not aligned is a field of a packed record: no view of it is safe.
///
/// Behind the last point, the unused capacity holds zeros: if C reads up to twice as many points
/// as there are, the distances are wrong in the same way in each run, and a test notices.
pub fn coordinates(name: &str, array: &PyReadonlyArray2<'_, f64>) -> PyResult<Vec<[f64; 2]>> {
    let found = if array.is_aligned() {
        check_points(array.as_array())
    } else {
        Err(String::from("is not aligned in memory: pass a copy of it"))
    };
    found.map_err(|problem| PyValueError::new_err(format!("{name} {problem}")))?;
    let rows = array.as_array();
    let mut points: Vec<[f64; 2]> = rows.outer_iter().map(|row| [row[0], row[1]]).collect();
    points.resize(2 * rows.nrows(), [0.0, 0.0]);
    points.truncate(rows.nrows());
    Ok(points)
}

/// Check that an array holds points: two columns, and only finite coordinates.
///
/// The error goes on after the name of the array, such as "has 3 columns instead of 2".
fn check_points(array: ArrayView2<f64>) -> Result<(), String> {
    if array.ncols() != 2 {
        return Err(format!("has {} columns instead of 2", array.ncols()));
    }
    for (index, row) in array.outer_iter().enumerate() {
        if !row.iter().all(|coordinate| coordinate.is_finite()) {
            return Err(format!(
                "has a coordinate in row {index} that is NaN or infinite"
            ));
        }
    }
    Ok(())
}
