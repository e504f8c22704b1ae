"""What the course declares, read into frozen dataclasses; nothing of a learner's files."""
