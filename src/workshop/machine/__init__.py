"""Set-up, background work, and a doctor for this machine."""
