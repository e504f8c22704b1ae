//! The crates that cells may use: see `Cargo.toml`.
