"""Episodes as notebooks, the book, the slides, the site."""
