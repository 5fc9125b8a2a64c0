"""One module for each format that a page can come in."""
