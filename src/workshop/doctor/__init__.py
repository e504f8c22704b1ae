"""Is this machine ready? Checks of its programs and its system, and their report."""
