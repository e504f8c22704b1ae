"""The IPython extension: Rust cells, exercises and questions in a notebook."""
