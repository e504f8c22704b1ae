//! The nearest distances.
