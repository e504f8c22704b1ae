//! The nearest distances, exported twice: to Python by PyO3, and as C functions.

mod columns;
mod nearest;
mod uncaught;
mod with_c;
mod with_pyo3;
