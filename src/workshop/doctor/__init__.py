"""Is this machine ready? Checks and their report."""
