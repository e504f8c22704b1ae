"""Measure honestly, and write down on what."""
