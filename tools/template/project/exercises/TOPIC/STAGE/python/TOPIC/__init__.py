"""Readings of a sensor."""

from TOPIC._core import largest_step

__all__ = ["largest_step"]
