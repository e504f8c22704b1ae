//! Three functions of researchers, ported: two are worth it.

pub mod gauge;
pub mod lake;
pub mod run_log;

/// The functions of the three stories.
#[pyo3::pymodule]
mod stories {
    #[pymodule_export]
    use crate::gauge::{smooth_array, smooth_list};
    #[pymodule_export]
    use crate::lake::{is_inside, points_inside_array, points_inside_list};
    #[pymodule_export]
    use crate::run_log::{correlations_array, correlations_list};
}
