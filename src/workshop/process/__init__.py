"""Run a child within limits, know its process tree, end it."""
