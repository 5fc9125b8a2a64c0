"""Tools for those who work on Parley itself; none of it is installed."""
