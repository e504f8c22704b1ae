"""Measurements of the kit itself, and the clone and terminal that they work in."""
