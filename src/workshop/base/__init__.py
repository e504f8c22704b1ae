"""Standard library only: errors, atomic writes, locks, colors, the command's name."""
