"""The learner's folder, copies, progress and notebooks."""
