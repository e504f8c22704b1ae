"""Pictures of borrows: as data from a compiler message or a file, and drawn as text and SVG."""
