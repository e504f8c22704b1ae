"""Readings of a sensor."""

from TOPIC._TOPIC import largest_step

__all__ = ["largest_step"]
