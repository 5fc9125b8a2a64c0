"""Fetching, tried against servers on loopback."""
