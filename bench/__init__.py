"""Measurements, for `make bench`."""
