"""Tests of the desk: what the server renders, and what its script does in a browser."""
