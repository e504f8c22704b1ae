//! The nearest distances, exported twice.
