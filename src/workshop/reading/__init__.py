"""Lessons as notebooks, book and slides."""
