"""What the command asks and prints: commands, watch, keys, screen."""
