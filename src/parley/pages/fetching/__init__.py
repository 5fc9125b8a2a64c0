"""Addresses of the open web to bytes: guarded, polite, bounded in bytes and in time."""
