"""Honest measuring, and the benchmarks that learners run."""
