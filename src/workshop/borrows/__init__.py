"""Pictures of borrows and of memory: from a compiler message or a file, as text and SVG."""
