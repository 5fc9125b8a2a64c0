"""Golden pages."""
