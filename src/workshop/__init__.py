"""The kit of the workshop: it checks exercises, makes notebooks, and serves slides and book."""
