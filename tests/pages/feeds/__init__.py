"""Feeds, sitemaps and lists of feeds."""
