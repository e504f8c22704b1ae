"""From a learner's files to a verdict."""
