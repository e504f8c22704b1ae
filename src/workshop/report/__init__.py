"""A verdict as a list of sections, and that list as text, as HTML and as JSON."""
