"""Rust, exercises and questions in a notebook's cells."""
