"""What is fetched and compiled ahead, in the background."""
