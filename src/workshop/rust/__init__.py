"""Cargo, rustc and clippy: their crates, workspace, messages and freshness."""
