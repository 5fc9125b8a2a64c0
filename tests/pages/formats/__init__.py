"""Formats that a page can come in."""
