"""Fetch and compile ahead, so that a first edit is quick and needs no network: jobs and status."""
