"""What can be said about an outlet."""

from __future__ import annotations

REACHES = ("wire", "national", "local", "international")
RELIABILITIES = ("A", "B", "C", "D", "E", "F")
"""Reliability of a source after the Admiralty code: A reliable ... E unreliable, F not to be judged."""
