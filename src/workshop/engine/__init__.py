"""Check an exercise: copy, build, run, judge, tell."""
