"""Facts as data with their source, and what reads them."""
